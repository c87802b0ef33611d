"""Knowing what a command runs, and whether arguments given to it would reach a program."""

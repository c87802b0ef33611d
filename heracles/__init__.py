"""Heracles sweeps Hydra applications that live inside containers, from the outside, where the scheduler is."""

__version__ = "0.1.0"

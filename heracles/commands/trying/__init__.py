"""Trying products out here, before anything is queued."""

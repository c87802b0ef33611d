"""The effects: copies written and deleted, submissions made and recorded. Yields events, prints nothing."""

from heracles.launch.copies import ExistingCopy, delete, existing_copies, write_new, write_over

__all__ = ["ExistingCopy", "delete", "existing_copies", "write_new", "write_over"]

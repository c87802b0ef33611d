"""What still lives, and how it is ended."""

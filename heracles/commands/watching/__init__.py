"""Looking again and again, until all is over."""

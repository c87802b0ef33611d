"""What the runs found, as rows of a table."""

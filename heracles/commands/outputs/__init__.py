"""Where products wrote what they print."""

"""What may stand where the cursor is, for a shell that completes a word."""

"""What the README has from the program itself: its transcripts, played anew, and the keys of heracles.toml."""

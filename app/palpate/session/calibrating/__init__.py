"""Gold, and attempts made blind to it."""

"""The book of guidelines: what stands in it, and how it is set."""

"""What wants a look, what was looked at, and what is worth labelling next."""

"""Which keys do what, and changing it."""

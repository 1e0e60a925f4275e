"""Notes, flags and events, and the phases between them."""

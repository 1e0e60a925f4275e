"""Notes, flags and events, and the history of edits."""

"""What a report on quality says, and writing it."""

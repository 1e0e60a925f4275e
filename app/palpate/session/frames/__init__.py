"""Clips and their frames: fetched, kept, shown and played."""

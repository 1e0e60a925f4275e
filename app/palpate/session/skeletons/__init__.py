"""Skeletons drafted, taken over and migrated."""

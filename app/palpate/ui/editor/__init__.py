"""The window in which skeletons are made and changed."""

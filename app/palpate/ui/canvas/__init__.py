"""The picture, the skeletons on it, and the hand."""

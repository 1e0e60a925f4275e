"""The lead's weeks: who is retrained, errors by keypoint and week, and what stands beside them."""

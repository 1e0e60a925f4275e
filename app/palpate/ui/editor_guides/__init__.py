"""Writing what is told of keypoints, and showing where they are."""

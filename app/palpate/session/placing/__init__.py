"""What the hand does to keypoints, and what leads it."""

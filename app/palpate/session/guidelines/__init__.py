"""What is told and shown of a keypoint."""

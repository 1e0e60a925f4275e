"""What is told and shown of the active keypoint."""

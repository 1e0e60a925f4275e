"""How good labels are: the figures, the body, each keypoint's errors."""

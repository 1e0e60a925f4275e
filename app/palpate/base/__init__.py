"""Tools that know nothing of keypoints."""

"""Instances and their keypoints, as a tree."""

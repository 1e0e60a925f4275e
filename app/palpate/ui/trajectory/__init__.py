"""Keypoints' ways through time, as curves over the timeline's frames."""

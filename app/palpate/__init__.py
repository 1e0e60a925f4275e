"""Palpate: place anatomical keypoints, and prove that the placements can be trusted."""

__version__ = "0.1.0"

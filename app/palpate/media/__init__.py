"""Exact frames from videos, images and folders."""

"""Frames from left to right: keyframes, spans, drift."""

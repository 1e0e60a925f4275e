"""Decoded pictures to the colours of a screen, HDR included."""

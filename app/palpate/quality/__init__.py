"""Judgements on labels: how far, in which direction, and whether that is chance."""

"""A second camera beside the canvas: the same moment seen from elsewhere."""

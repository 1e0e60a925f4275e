"""Small pictures of single frames, alone and on a page."""

"""What wants a look, page by page."""

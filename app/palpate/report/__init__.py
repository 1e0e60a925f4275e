"""Results and guidelines as figures, web pages and printed pages."""

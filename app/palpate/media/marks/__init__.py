"""Scene cuts and repeated frames."""

"""Foreign label files, one folder per format."""

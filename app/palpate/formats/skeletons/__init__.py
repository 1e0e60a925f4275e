"""Skeletons out of and into the files of other programs; one module per program."""

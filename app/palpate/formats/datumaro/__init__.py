"""Datumaro's own JSON, as CVAT exports it, skeletons only."""

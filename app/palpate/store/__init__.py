"""The project file, and the skeleton and guideline files."""

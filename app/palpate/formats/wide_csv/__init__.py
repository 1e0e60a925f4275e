"""One row per instance and frame, for spreadsheets and statistics programs."""

"""Videos: which frames a file holds, and each of them exactly as it was recorded."""

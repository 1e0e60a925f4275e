"""Labels and projects in and out."""

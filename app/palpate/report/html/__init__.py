"""Web pages that are one file each, run nothing and fetch nothing."""

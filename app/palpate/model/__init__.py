"""The nouns: plain data over numpy, never touching a disk."""

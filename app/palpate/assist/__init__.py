"""The machine's proposals: arrays in, arrays out."""

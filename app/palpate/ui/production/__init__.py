"""The dock Production: pages on what of the work is labelled twice, and what comes of it."""

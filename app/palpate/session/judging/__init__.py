"""Label sets against each other: pairs, figures, findings."""

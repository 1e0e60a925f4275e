"""The synthetic fast bowler: frames with exact truth."""

"""The running project without a screen."""

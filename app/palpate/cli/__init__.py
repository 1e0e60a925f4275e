"""The command line: the session without a screen."""

"""Between the session, which knows no Qt, and the event loop."""

"""Every action of the window, topic by topic: its words, key, place and needs."""

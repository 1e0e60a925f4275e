"""Images, folders of them, stacks and raw recordings as frames, of whatever depth."""

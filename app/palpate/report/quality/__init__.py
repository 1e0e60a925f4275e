"""Reports on quality for people who do not have the program: what is wrong, how sure, what to do."""

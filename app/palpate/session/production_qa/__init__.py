"""Production work under watch: samples, second labels, weeks, decisions."""

# Shorthands; `python3 packaging/start.py` does the work, on every system.
PYTHON ?= python3

.PHONY: demo test check bench screens
demo test check bench screens:
	@$(PYTHON) packaging/start.py $@ $(ARGS)

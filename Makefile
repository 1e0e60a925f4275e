# Shorthands; `python3 packaging/start.py` does the work, on every system.
PYTHON ?= python3

.PHONY: demo test check bench prove screens
demo test check bench prove screens:
	@$(PYTHON) packaging/start.py $@ $(ARGS)

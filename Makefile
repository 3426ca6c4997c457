# Each verb sets up what it needs: Python 3.11 or newer is all that a machine must have.
PYTHON ?= python3
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: app test check bench clean
.DEFAULT_GOAL := app

app: $(READY)            ## build or refresh the index, then open the browser app
	$(BIN)/kamerbron index
	$(BIN)/kamerbron app

test: $(READY)           ## pass the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)          ## lint, format, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)          ## speed, memory and quality on this machine, beside their baselines
	$(BIN)/python benchmarks/speed.py
	$(BIN)/kamerbron eval

clean:                   ## remove what the other verbs made (not the user's data)
	rm -rf $(VENV) .kamerbron .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# torch first and by itself: what it would pull in unpinned are gigabytes for a GPU.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Kamerbron needs Python 3.11 or newer, this is %d.%d: make PYTHON=python3.12 …" % v[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet "$(TORCH)"
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[dev]'
	touch $@

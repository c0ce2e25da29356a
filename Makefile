# Each target sets up what it needs in a virtual environment of its own. Only Python 3.11 or later is assumed.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check bench bench-attribution bench-capture quality clean

demo: $(STAMP)
	$(BIN)/python tools/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile -q

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports

quality: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m quality.gate

bench: $(STAMP)
	PYTHONPATH=tests $(BIN)/python bench/run.py

bench-attribution: $(STAMP)
	PYTHONPATH=tests $(BIN)/python bench/attribution_quality.py
	PYTHONPATH=tests $(BIN)/python bench/resolution_quality.py
	$(BIN)/python bench/attribution_errors.py
	$(BIN)/python bench/reader_heads.py

bench-capture: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'readability-lxml>=0.8.4'
	PYTHONPATH=tests $(BIN)/python bench/capture_peers.py

$(STAMP): pyproject.toml tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV)
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

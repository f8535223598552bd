# `make demo` and `make test` set up everything they need, from a bare Python >= 3.11.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test lint bench vsix clean

# See the file. pip keeps what it compiles, so it is of no use to what was kept before.
ifneq ($(OS),Windows_NT)
export CMAKE_ARGS ?= -DCMAKE_CXX_FLAGS='-include "$(CURDIR)/lsp/hanare/bundle/amx.h"'
endif

# Installed anew only when the dependencies may have changed. llama-cpp-python is compiled for
# this machine, which takes a few minutes the first time; pip keeps the result.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed
	$(BIN)/hanare models pull
	$(BIN)/hanare demo

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed
	$(BIN)/hanare models pull
	$(BIN)/hanare bench infill

# VS Code's extension, which needs npm; a wheel that is built afterwards holds it.
vsix:
	cd editors/vscode && npm ci --ignore-scripts && npm run package

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

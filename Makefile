# Everything a newcomer needs: `make demo` cleans real-shaped pages, `make test` passes the tests. Both set up first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint docs clean

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,lint]'
	touch $@

demo: .venv/installed
	$(BIN)/cleaner clean golden/pages --output demo-out --edits
	@echo "The clean pages and the log of every removed line are in demo-out/. Why did a line go? Try:"
	@echo "    $(BIN)/cleaner explain golden/pages/theregister--article/source.md"

test: .venv/installed
	$(BIN)/python -m pytest

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/installed
	$(BIN)/cleaner rules --markdown > docs/rules.md

clean:
	rm -rf .venv demo-out build dist .pytest_cache .mypy_cache .ruff_cache

PYTHON ?= python3
GET_PIP ?= https://bootstrap.pypa.io/get-pip.py
BIN := .venv/bin

.PHONY: demo test lint docs clean

.venv/installed: pyproject.toml
	$(PYTHON) -c 'from ensurepip import version' 2>/dev/null && $(PYTHON) -m venv .venv || $(PYTHON) -m venv --without-pip .venv
	test -e $(BIN)/pip || $(PYTHON) -c 'from urllib.request import urlopen as get; print(get("$(GET_PIP)").read().decode())' | $(BIN)/python - --quiet
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,lint]'
	touch $@

demo: .venv/installed
	$(BIN)/cleaner clean 'golden/pages/*/source.*' --output build/demo --edits
	@echo
	@echo "The clean pages are in build/demo/, each with the log of what went and why. The same, line by line:"
	@echo
	$(BIN)/cleaner explain golden/pages/example--no-front-matter/source.md

test: .venv/installed
	$(BIN)/python -m pytest

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/installed
	$(BIN)/cleaner rules --markdown > docs/rules.md

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache

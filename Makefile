PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint docs train figures clean

.venv/installed: pyproject.toml .ci/venv
	.ci/venv $(PYTHON) .venv
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

train: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[training]'
	$(BIN)/python -m training
	$(BIN)/python -m training --form html

# Takes half an hour; for a quick look: make figures FIGURES='--every 10'
figures: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python bench/quality.py $(FIGURES) --write docs

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache

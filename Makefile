# One command per task. Everything installs into .venv, by itself, the first time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PACKAGE := pyproject.toml requirements/runtime.txt

.PHONY: help setup demo test pytest axe period bench questions report-check forecasts potential digest lint format docs parity fuzz coverage mutation ledger load kill kill-web changes lives race lock clean

demo pytest: export PYTHONDONTWRITEBYTECODE := # or every process that they start compiles everything anew

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(VENV)/.dev ## install everything for development

demo: $(VENV)/.package ## the shipped example in the browser, signed in with one click; ONCE=1 stops once it answers
	@exec $(BIN)/attain serve demo/adventure_works_live $(if $(ONCE),--once --port 0,)

test: lint pytest ## every check and every test

pytest: $(VENV)/.dev
	@$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile

lint: $(VENV)/.dev ## style, formatting, types and the order of rooms
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/lint-imports --config pyproject.toml > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@$(BIN)/pyright --pythonpath $(BIN)/python --warnings

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format --quiet

docs: $(VENV)/.dev ## write the generated pages: docs/reference and docs/screens.md
	@$(BIN)/python tools/reference.py
	@$(BIN)/python tools/screens.py

bench: $(VENV)/.dev ## one and ten million deals, beside a Polars and a DuckDB query written by hand; what-if
	@$(BIN)/python bench/what_if.py
	@$(BIN)/python bench/million_deals.py
	@$(BIN)/python bench/pipeline.py
	@$(BIN)/python bench/tracker.py

questions: $(VENV)/.dev ## a thousand random goals and a thousand random differences, judged one by one
	@$(BIN)/python -m tests.questions.many goals --count 1000
	@$(BIN)/python -m tests.questions.many pairs --count 1000
	@$(BIN)/python -m tests.questions.many warm --count 100

report-check: $(VENV)/.dev ## every table of the dashboard once more in SQL, on both demos; prints the differences
	@$(BIN)/python -m tests.reports.checking

forecasts: $(VENV)/.dev ## a thousand made-up quarters: is the band right, and better than simpler forecasts?
	@$(BIN)/python -m tests.forecasts.judging

potential: $(VENV)/.dev ## a thousand random payees: what the tracker calls potential is what the won deals earn
	@POLARS_MAX_THREADS=1 $(BIN)/python -m tests.questions.tracker.potential

axe: $(VENV)/.dev ## every screen judged by axe-core, light and dark, wide and narrow
	@$(BIN)/python -m pytest -q -s -m slow -p no:randomly tests/web/test_accessible.py

period: $(VENV)/.dev ## a whole period by browser alone, as four people; ties out with the CLI
	@$(BIN)/python -m pytest -q -s -m slow -p no:randomly tests/web/test_whole_period.py

digest: $(VENV)/.dev ## sixty reruns of shuffled rows on 1, 2 and 4 threads, one digest
	@$(BIN)/python -m pytest -q -s -m slow -p no:randomly tests/runs/test_one_digest.py

parity: $(VENV)/.dev ## hundreds of random plans, kernel against oracle
	@$(BIN)/python -m pytest -q -s -m parity -p no:randomly tests

fuzz: $(VENV)/.dev ## thousands of malformed workspaces and plans
	@$(BIN)/python -m tests.fuzz.run

ledger: $(VENV)/.dev ## 2,000 lives of a ledger and 1,200 tamperings, all in memory
	@$(BIN)/python -m pytest -q -s -m slow -p no:randomly tests/ledger

coverage: $(VENV)/.dev ## branch coverage of the core; fails below 95 %
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m coverage run -m pytest -q
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report --fail-under=95 --precision=1

mutation: $(VENV)/.dev ## would the tests notice? money, rates and the ledger; fails below 85 %
	@$(BIN)/python tools/mutation.py src/attain/money tests/money --at-least 85
	@$(BIN)/python tools/mutation.py src/attain/rates tests/rates --at-least 85
	@$(BIN)/python tools/mutation.py src/attain/ledger tests/ledger --at-least 85

kill: $(VENV)/.dev ## kill the store a thousand times at random points; nothing may be lost, doubled or half done
	@$(BIN)/python -m tests.store.killing --kills 1000 --seed 1

load: $(VENV)/.dev ## a book of 1 M ledger lines and 200 k opportunities, and 200 users for ten minutes: p95 of reads, writes and answers
	@$(BIN)/python -m tests.web.load.measuring --judge

kill-web: $(VENV)/.dev ## kill server, worker and database two hundred times while they load, calculate and export; nothing is lost or done twice
	@$(BIN)/python -m tests.web.killing --kills 200 --seed 1

changes: $(VENV)/.dev ## 1,000 sequences of changes, each calculated from the run before and anew
	@$(BIN)/python -m tests.store.changing --sequences 1000

lives: $(VENV)/.dev ## 200 lives of 50 steps of a ledger in PostgreSQL
	@$(BIN)/python -m tests.store.living

race: $(VENV)/.dev ## 20 processes close the same period, 50 users approve the same statements
	@$(BIN)/python -m tests.store.racing

lock: $(VENV)/.dev ## pin the requirements again, with hashes
	@cd requirements && for set in runtime dev; do \
	  inputs="build.in"; [[ $$set == dev ]] && inputs="build.in dev.in"; \
	  ../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    --python-version 3.11 ../pyproject.toml $$inputs --output-file $$set.txt; done

clean: ## remove what was made, .venv included
	rm -rf $(VENV) out .coverage .coverage.* .hypothesis .pytest_cache .ruff_cache .import_linter_cache src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Attain needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@echo "setting up $(VENV), once"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.package: $(PACKAGE) | $(BIN)/python
	@$(INSTALL) --require-hashes --requirement requirements/runtime.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(PACKAGE) requirements/dev.txt | $(BIN)/python
	@$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.package

# Needs make and Python 3.11 or newer; everything else is installed into .venv.
# Another Python:      make setup PYTHON=python3.13
# Other pytest flags:  make test PYTEST_FLAGS="-x -m 'not slow'"

PYTHON ?= python3
PYTEST_FLAGS ?= -n 2 --dist loadgroup

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-dev demo claims concepts history page test bench check lint format-check types imports format

help:
	@echo "make setup   install Westphalia into $(VENV)"
	@echo "make demo    simulate Europe from 1890 under each theory (into runs/)"
	@echo "make claims  put all claims to the test and write docs/claims.md (half an hour)"
	@echo "make concepts switch every mechanism and write docs/concepts.md (ten minutes)"
	@echo "make history hold the theories against history and write docs/history.md (an hour)"
	@echo "make page    build the page from its source in web/ (needs Node 20.19 or newer and npm)"
	@echo "make test    run all tests; those in a browser need chromium"
	@echo "make check   lint, format-check, types, imports"
	@echo "make format  format the code and mend what the linter can mend"
	@echo "make bench   run the benchmarks"

setup: $(READY)

setup-dev: $(READY_DEV)

demo: $(READY)
	$(BIN)/westphalia run europe-1890 --out runs/demo-$$(date +%Y%m%d-%H%M%S)

claims: $(READY)
	$(BIN)/westphalia claims
	$(BIN)/python tools/write_claims_page.py

concepts: $(READY)
	mkdir -p runs
	$(BIN)/westphalia concepts --json > runs/concepts.json
	$(BIN)/python tools/write_concepts_page.py runs/concepts.json

# The logit and other baselines stand in the replay and in the tournament, not in `recover`: after a
# change to them alone, `westphalia recover` need not run again.
history: $(READY_DEV)
	$(BIN)/westphalia replay --estimate
	$(BIN)/westphalia recover --theory defensive --histories 0 --parameters 60
	$(BIN)/westphalia tournament
	$(BIN)/python tools/write_history_page.py

page: $(READY)
	$(BIN)/python tools/write_page_types.py
	cd web && npm ci && npm run check && npm run build

test: $(READY_DEV)
	@echo "4,400 tests: about 15 minutes on two cores, half of that once their programs are compiled."
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

bench: $(READY)
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/turns.py

check: lint format-check types imports

lint: $(READY_DEV)
	$(BIN)/ruff check .

format-check: $(READY_DEV)
	$(BIN)/ruff format --check .

types: $(READY_DEV)
	$(BIN)/pyright

imports: $(READY_DEV)
	$(BIN)/lint-imports

format: $(READY_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The two stamps are older than pyproject.toml or constraints.txt when an install is due.
$(READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Westphalia into $(VENV); the first time takes a minute or two."
	@$(PIP_INSTALL) --editable .
	@touch $@

$(READY_DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Westphalia and its developers' tools into $(VENV)."
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $(READY) $@

# A half-made environment is removed, so that the next call starts afresh.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Westphalia needs Python 3.11 or newer, and '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name a newer one, for example: make setup PYTHON=python3.12" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "'$(PYTHON) -m venv $(VENV)' failed. Some systems pack venv by itself (python3-venv)." >&2; \
	  exit 1; }

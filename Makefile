# Guanxi: `make demo` shows it, `make test` tests it. Both set up what they need first.

# The first Python on the PATH that runs and is new enough; make PYTHON=… names another.
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	if $$name -c '$(ENOUGH)' 2>/dev/null; then command -v $$name; break; fi; done)
BIN := .venv/bin
SETUP := .venv/.setup
TEST_SETUP := .venv/.test-setup

.PHONY: setup test-setup demo test lint bench bundle translations clean

setup: $(SETUP)
	$(BIN)/guanxi db fetch

demo: setup
	$(BIN)/guanxi demo

# A worker for each processor, with a Neo4j of its own; the longest files come first, so that all end together.
test: test-setup
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test-setup: setup $(TEST_SETUP)
	$(BIN)/python -m tests.browser.chromium

lint: $(TEST_SETUP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m bench.load
	$(BIN)/python -m bench.analysis

# The scripts of the web app, built anew from their source; needs Node.js 20 or newer.
bundle:
	cd web/frontend && npm ci && npm run build

translations: $(TEST_SETUP)
	$(BIN)/python -m web.translations

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Guanxi needs Python 3.11 or newer, and none was found. Install it, or run: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

# Done again only when a lock or pyproject.toml has changed.
$(SETUP): requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_SETUP): requirements-dev.lock $(SETUP)
	$(BIN)/python -m pip install --require-hashes -r requirements-dev.lock
	@touch $@

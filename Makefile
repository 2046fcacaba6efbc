# make run · make test · make check · make bench · make bench-long · make lock · make catalogue
# PYTHON=python3.12 for another interpreter
# EXTRAS=ocr beside run or test installs what reads scanned PDFs; tesseract comes from the system
# EXTRAS=thai what tells the words of Thai, Lao, Khmer and Burmese apart; EXTRAS=browser what shows pages that need JavaScript, in
# the system's Chromium; EXTRAS="ocr thai browser" all
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
EXTRA_STAMPS := $(EXTRAS:%=$(VENV)/.extra-%)

# One more than there are cores: tests wait for servers and browsers, too.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: run test check bench bench-long lock catalogue clean

run: $(RUN_STAMP) $(EXTRA_STAMPS)
	@$(BIN)/python -m bot

test: $(DEV_STAMP) $(EXTRA_STAMPS)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -ra $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: $(DEV_STAMP)
	$(BIN)/python -m bench $(ARGS)

bench-long: $(DEV_STAMP)
	$(BIN)/python -m bench scale --only soak --minutes 60 $(ARGS)

catalogue: $(DEV_STAMP)
	$(BIN)/python -m handlers.catalogue

LOCK := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header
lock: $(DEV_STAMP)
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --extra ocr -c requirements-dev.lock -o requirements-ocr.lock
	$(LOCK) --extra thai -c requirements-dev.lock -o requirements-thai.lock
	$(LOCK) --extra browser -c requirements-dev.lock -o requirements-browser.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "python3-venv is missing: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) …" >&2
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.lock $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(RUN_STAMP)

$(VENV)/.extra-%: requirements-%.lock $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

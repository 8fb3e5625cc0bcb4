# `make run` and `make test` are all one needs; each sets up what is missing the first time.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready
TOUR := tour
SCREEN := -screen 0 1600x1000x24 -nolisten tcp

export NUMBA_CACHE_DIR := $(CURDIR)/$(VENV)/numba-cache

.PHONY: help setup run test test-headset check bench tour soak translations guide

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(STAMP) ## set up .venv and the system packages (done by itself when needed)

$(STAMP): pyproject.toml constraints.txt .ci/system-packages .ci/gltf-validator
	@.ci/system-packages
	@if [ ! -x $(PY) ]; then \
	  for python in $${PYTHON:-} python3.11 python3.12 python3.13 python3; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      "$$python" -m venv $(VENV); break; \
	    fi; \
	  done; \
	  [ -x $(PY) ] || { echo "Python 3.11 or newer is needed, with its venv module."; exit 1; }; \
	fi
	@echo "Setting up $(VENV): the first time takes some minutes and about 3 GB."
	@$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@.ci/gltf-validator
	@touch $@

run: $(STAMP) ## open the studio (without a display: the guided tour, with pictures)
	@if [ "$$(uname -s)" != Linux ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  exec $(VENV)/bin/innerscape; \
	else \
	  echo "There is no display here: taking the guided tour on a private one."; \
	  $(MAKE) --no-print-directory tour; \
	fi

tour: $(STAMP) ## drive the real window through the main job; pictures go to $(TOUR)/
	@mkdir -p $(TOUR)
	@xvfb-run -a -s "$(SCREEN)" $(VENV)/bin/innerscape tour --out $(TOUR)
	@echo "The pictures are in $(CURDIR)/$(TOUR)"

test: $(STAMP) ## all tests
	@$(PY) -m pytest -q -n auto --dist worksteal

test-headset: $(STAMP) ## the tests that step inside, beside a real OpenXR runtime (Linux, root)
	@tests/openxr/test.sh

check: $(STAMP) ## format, lint, types, import contracts, schemas, translations, guide
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m pytest -q tests/test_repository.py tests/test_translations.py tests/test_guide.py

bench: $(STAMP) ## speed and memory, with the peers' figures of the same run, in bench.json
	@$(PY) -m tests.benchmarks

soak: $(STAMP) ## the long counts (kills, flips, cycles), as JSON in soak.json
	@$(PY) -m tests.soak

translations: $(STAMP) ## bring the Chinese catalogue up to date with the sources
	@$(PY) .ci/translations.py update

guide: $(STAMP) ## write the command tables of the guide from the program's own
	@$(PY) .ci/guide.py update

# Two commands do all the set-up: `make demo` and `make test`.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SYSTEM := installer/debian-packages.sh
LOCK := tests/requirements.lock

.PHONY: help demo screenshots test run check bench faults mutants lint wheel-check windows windows-test deb deb-test lock clean
.PHONY: ci-debian ci-windows

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml $(LOCK) $(SYSTEM)
	@$(SYSTEM)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(READY) ## a fictional leader's year in ./demo: database, Word documents, screenshots
	@rm -rf demo
	$(BIN)/mus-desktop demo demo

screenshots: demo ## the pictures in the README and the help, anew
	@cp demo/billeder/readme/*.png resources/screenshots/
	cp demo/billeder/hjaelp/*.png resources/help/billeder/

run: $(READY) ## open the program
	@$(BIN)/mus-desktop

test: $(READY) ## the tests; a seeded tenth of the long fault tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not bench"

faults: $(READY) ## the long fault tests in full, and newly drawn examples for the property tests
	@MUS_FAULTS=full QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m faults
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "hypothesis and not faults" --hypothesis-profile=drawn

bench: $(READY) ## the benchmarks: ratios against a named reference in the same run
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m bench -s tests/bench

mutants: $(READY) ## put small faults into the code of storage and safety; does a test notice each? (WORDS="fsync lock" for some)
	@nice $(BIN)/python -m tests.mutants.run $(WORDS)

lint: $(READY) ## format, lint, strict types, import contracts
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

wheel-check: $(READY) ## install the built wheel in an empty environment elsewhere and run the demo there
	@PATH="$(CURDIR)/$(BIN):$$PATH" installer/check-wheel.sh

windows: $(READY) ## the program for Windows: installer, package for IT and portable ZIP file, in dist/windows
	@$(SYSTEM) windows
	$(BIN)/python -m installer.windows.build

windows-test: windows ## the installed program and the tests nearest to the system on Python for Windows, under wine (FULL=1: all tests)
	@$(SYSTEM) windows windows-test
	MUS_WINDOWS_TEST=1 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -p no:cacheprovider tests/windows/installed
	$(BIN)/python -m tests.windows.unit_tests $(if $(FULL),--full)

deb: $(READY) ## the package for Debian 12, in dist/debian
	@$(SYSTEM) deb
	$(BIN)/python -m installer.debian.build
	lintian --fail-on error,warning dist/debian/*.deb

deb-test: $(READY) ## as root: install, try, upgrade and remove the package for Debian in a clean root
	@$(SYSTEM) deb deb-test
	PATH="$(CURDIR)/$(BIN):$$PATH" installer/debian/test-in-clean-root.sh

check: test lint wheel-check ## what must pass before a change lands, beside windows-test

# The halves of CI, side by side: each line says which half it is from.
ci-debian ci-windows: ci-%: $(READY)
	@$(MAKE) --no-print-directory $(if $(filter debian,$*),check,windows-test) 2>&1 | sed --unbuffered 's/^/$*: /'

lock: ## make the lock files anew
	@$(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe \
	  --output-file installer/requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe \
	  --output-file $(LOCK) pyproject.toml tests/requirements.in

clean: ## remove what the commands above made
	@rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What can be made of unres-site; `make help` lists it. Needs Python 3.11 or later, git and this make, nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site serve ready test lint format types check browser audit bench golden lock clean

VENV ?= .venv
OUTPUT ?= site
PY := $(VENV)/bin/python
DENO := DENO_DIR=.cache/deno DENO_NO_UPDATE_CHECK=1 $(VENV)/bin/deno
SCRIPTS := tests/scripts
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
HASHED := $(INSTALL) --no-deps --require-hashes --requirement
PACKAGE := src/unres_site/vendor/lunr.min.js
AUDITS := pages accessibility browsers markup lighthouse

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

site: ready ## build the website into site/ and say where to open it
	@$(PY) -m compileall -q src
	@status=0; $(PY) build.py --output "$(OUTPUT)" || status=$$?; \
	if [ $$status -le 1 ]; then echo "Open file://$$(cd "$(OUTPUT)" && pwd)/index.html"; fi; \
	exit $$status

serve: ready ## build, show the site on this machine, and build again whenever something changes (Ctrl-C ends it)
	@$(PY) -m unres_site serve --output "$(OUTPUT)" || test $$? -eq 130

ready: $(PACKAGE) ## make a virtual environment with the locked requirements and this package

# Branches and lines that the tests reach without corpus and browser, in per cent; CONTRIBUTING.md says how to read them.
COVERAGE := 95

# Two more than there are processors: a test of a browser or of a server waits much of its time.
WORKERS := $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 2 )))

test: $(VENV)/.test $(PACKAGE) browser lint ## all checks: lint, format, types, tests (brings a browser where there is none)
	@$(PY) -m compileall -q src # the tests start hundreds of processes
	$(PY) -m coverage erase
	$(PY) -m mypy & types=$$!; tests=0; \
	$(PY) -m coverage run -m pytest -n $(WORKERS) --dist worksteal || tests=$$?; \
	wait $$types; exit $$tests
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report --fail-under=$(COVERAGE)

lint: $(VENV)/.test ## ruff: rules and format; deno: rules and types of the scripts
	$(PY) -m ruff check --output-format concise
	$(PY) -m ruff format --check
	$(DENO) lint --quiet --config $(SCRIPTS)/deno.json static $(SCRIPTS)/engine.js
	$(DENO) check --quiet --config $(SCRIPTS)/deno.json static/*.js static/*/*.js

format: $(VENV)/.test ## set the code as ruff sets it
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

types: $(VENV)/.test $(PACKAGE) ## mypy, strict
	$(PY) -m mypy

browser: $(VENV)/.test ## an installed Chromium and a Chinese font, else Debian's, else Playwright's own
	@requirements/browser "$(PY)"

audit: $(VENV)/.test $(PACKAGE) browser ## every link and page of the site: weight, axe, three browsers, validators, Lighthouse; says what it lacks
	$(PY) build.py --output "$(OUTPUT)" --check
	@status=0; for one in $(AUDITS); do \
	$(PY) benchmarks/$$one.py "$(OUTPUT)" || status=1; done; exit $$status

bench: $(VENV)/.bench $(PACKAGE) ## the benchmarks, against Hugo and Pagefind where they can be compared; takes an hour
	$(PY) benchmarks/score.py
	$(PY) benchmarks/loader.py
	$(PY) benchmarks/rendering.py
	$(PY) benchmarks/build.py
	$(PY) benchmarks/kill.py
	$(PY) benchmarks/faults.py
	$(PY) benchmarks/power.py
	$(PY) benchmarks/power.py --link
	$(PY) benchmarks/readers.py
	$(PY) benchmarks/fuzz.py
	$(PY) benchmarks/hostile_files.py
	$(PY) benchmarks/large_texts.py
	$(PY) benchmarks/server.py
	$(PY) benchmarks/sameness.py
	$(PY) benchmarks/versions.py
	$(PY) benchmarks/additions.py
	$(PY) benchmarks/search_equality.py
	$(PY) benchmarks/search.py

$(VENV)/.bench: $(VENV)/.test requirements/bench.txt
	$(HASHED) requirements/bench.txt
	@touch $@

golden: $(VENV)/.test $(PACKAGE) ## write the golden files again; look at `git diff` afterwards
	$(PY) -m pytest --update-golden -q

lock: $(PY) ## choose the newest allowed requirements and write their hashes
	$(HASHED) requirements/release.txt
	$(VENV)/bin/uv --no-config pip compile $(LOCK) requirements/build.in pyproject.toml --output-file requirements/site.txt
	$(VENV)/bin/uv --no-config pip compile $(LOCK) requirements/build.in pyproject.toml --extra test \
		--constraint requirements/site.txt --output-file requirements/test.txt
	$(VENV)/bin/uv --no-config pip compile $(LOCK) requirements/bench.in --output-file requirements/bench.txt
	$(VENV)/bin/uv --no-config pip compile $(LOCK) requirements/release.in --constraint requirements/site.txt \
		--output-file requirements/release.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

clean: ## remove all that was made here, the virtual environment too
	rm -rf "$(VENV)" .cache .coverage build dist src/unres_site/vendor .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@if [ -f "$(OUTPUT)/.unres-site.json" ]; then rm -rf "$(OUTPUT)"; fi
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@requirements/venv "$(VENV)"

$(VENV)/.site: requirements/site.txt | $(PY)
	$(HASHED) requirements/site.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	$(HASHED) requirements/test.txt
	@touch $@

# The package stays where it is (an editable installation); its build hook brings in the search script.
$(PACKAGE): pyproject.toml hatch_build.py $(VENV)/.site
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

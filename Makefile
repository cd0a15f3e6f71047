# `make` alone prints what there is to say. Each target brings what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PYTHON

# more than there are cores: a third of them waits, for a browser, a database or a confined child
PYTEST := .venv/bin/pytest -n 3 --dist loadgroup
OUT ?= out

.PHONY: help setup setup-check setup-test run test check bench soak screens demo lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## prepare everything to run: .venv, Debian libraries, front-end assets
	@infra/setup run

setup-check: ## the same, with the tools of make check
	@infra/setup check

setup-test: ## the same, with the tools that the tests open things with
	@infra/setup test

# Ctrl-C reaches the server itself, which stops in good order; that is no failure of make's.
run: setup ## start Probity with the demonstration tenants; Ctrl-C stops it
	@trap : INT; .venv/bin/probity run $(ARGS); code=$$?; [ $$code -eq 130 ] || exit $$code

test: setup-test ## the tests (ARGS="tests/interests -k nil" for some)
	@$(PYTEST) $(ARGS)

soak: setup-test ## the long forms of the tests
	@$(PYTEST) -m soak $(ARGS)

check: setup-check ## format, lint, types, import contracts, catalogue, generated docs, laws of the house
	@infra/check

bench: setup-test ## one JSON line a figure (ONLY=name for one)
	@.venv/bin/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

screens: setup-test ## a picture of each page at each width
	@.venv/bin/python -m tests.journeys.screens $(ARGS)

demo: setup ## the whole job without a browser; leaves the packs in OUT (out)
	@.venv/bin/probity demo --out $(OUT) $(ARGS)

lock: setup-check ## make the lock files anew (ARGS=--upgrade for the newest)
	@infra/lock $(ARGS)

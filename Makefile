# Two commands matter: `make up` runs Runledger, `make test` proves it. Only `up` reads or writes .env.

PYTHON := $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$candidate"; break; }; done)
BIN := .venv/bin
# Tests and checks know no .env: they run alike on every machine.
OWN_ENV := RUNLEDGER_READ_DOT_ENV=false SECRET_KEY=only-for-tests-and-checks-of-this-repository-0123456789
CHECK_ENV := $(OWN_ENV) PUBLIC_URL=https://runledger.example DATABASE_URL=sqlite://:memory:

.PHONY: help up test check requirements screenshots python dev
.DEFAULT_GOAL := help

help:
	@echo "make up            install, prepare and run everything; prints the address"
	@echo "make test          the whole test suite"
	@echo "make check         lint, types, walls, templates, migrations, deployment checks, fast tests"
	@echo "make screenshots   draws every page into docs/screens/ (needs Chromium)"
	@echo "make bench         every page at a million runs against ten thousand; writes docs/benchmarks.md"
	@echo "make requirements  lock requirements*.in again (needs uv)"

python:
	@test -n "$(PYTHON)" || { echo "Runledger needs Python 3.11 or newer, and none was found. Install python3.11 and try again."; exit 7; }

up: python
	@$(PYTHON) deploy/up.py --stop-with-parent

dev: python
	@$(PYTHON) deploy/install.py --dev

test: dev
	$(OWN_ENV) $(BIN)/python -m pytest -n 2 --dist loadfile

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(OWN_ENV) $(BIN)/mypy
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(CHECK_ENV) $(BIN)/python manage.py makemigrations --check --dry-run
	$(CHECK_ENV) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(OWN_ENV) $(BIN)/python -m pytest -n 2 -q -m "not server and not browser and not process"

screenshots: dev
	$(OWN_ENV) $(BIN)/python -m tests.screens.make_screens

# Not part of CI: it makes two databases of a million runs (about 4 GB, once) and takes minutes.
bench: dev
	$(OWN_ENV) DJANGO_SETTINGS_MODULE=tests.benchmarks.settings $(BIN)/python -m tests.benchmarks.browse $(ARGUMENTS)

requirements:
	@command -v uv >/dev/null || { echo "Locking needs uv: https://docs.astral.sh/uv/"; exit 2; }
	UV_CUSTOM_COMPILE_COMMAND="make requirements" uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade requirements.in -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make requirements" uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade requirements-dev.in -o requirements-dev.txt

# `make up` starts everything, `make test` and `make check` prove it, `make down` stops it. POSIX make.
.POSIX:
.SUFFIXES:
.PHONY: help up down dev static test test-long check bench lock clean
PYTHON = python3
PY = .venv/bin/python
SETUP = $(PYTHON) -I config/setup.py
MANAGE = $(PY) manage.py
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --upgrade
ARGS =

help:
	@echo "make up        start Hamroh with demonstration data; PORT=8080 make up chooses the port"
	@echo "make down      stop the servers and processes of this checkout"
	@echo "make test      all tests; ARGS='tests/cases -x' for some of them"
	@echo "make check     style, types, layers, templates, migrations, API description"
	@echo "make bench     measure against the budgets; SCALE=10000 for a smaller run"
	@echo "make test-long the nightly tests too"
	@echo "make static    build style sheet, script and icons"
	@echo "make lock      renew the lock files"
	@echo "make clean     stop, and remove everything that is not in the repository, data included"

up:
	@$(SETUP) base static
	@exec $(MANAGE) up

down:
	@if [ -x $(PY) ]; then $(MANAGE) down; fi

dev:
	@$(SETUP) dev static

static:
	@$(SETUP) base static

test: dev
	@$(MANAGE) compile_catalogs --verbosity 0
	@# Those that stop the servers run alone, and first: the last lines then count all the others.
	@$(PY) -m pytest -m restarts $(ARGS) || [ $$? -eq 5 ]
	@$(PY) -m pytest -n 2 -m "not nightly and not restarts" $(ARGS) || [ $$? -eq 5 ]

test-long: dev
	@$(MANAGE) compile_catalogs --verbosity 0
	@$(PY) -m pytest -n 2 --timeout 7200 -m "not restarts" $(ARGS) || [ $$? -eq 5 ]
	@$(PY) -m pytest -m restarts $(ARGS) || [ $$? -eq 5 ]

check: dev
	$(PY) -m ruff check .
	$(PY) -m mypy .
	.venv/bin/lint-imports
	$(PY) -m djlint --check --quiet templates
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	$(MANAGE) openapi --check
	$(MANAGE) make_catalogs --check

bench: dev
	@$(PY) -m bench

lock: dev
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock
	$(COMPILE) requirements-node.in -o requirements-node.lock
	npm update --save

clean: down
	rm -rf .venv node_modules static/dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

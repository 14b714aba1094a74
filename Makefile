# make run serves the site, make test checks it. Both set up what they need in .venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Else each process of the tests compiles every module, also where the machine says so.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test lint bench
.DEFAULT_GOAL := run

$(VENV)/.run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 run"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_sample --if-empty
	@$(MANAGE) ensure_admin
	$(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy guide_site articles salaries
	$(MANAGE) makemigrations --check --dry-run
	@mkdir -p var
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=guides.example.org SITE_URL=https://guides.example.org \
	$(MANAGE) check --deploy --fail-level WARNING

bench: $(VENV)/.dev
	$(BIN)/python -m bench

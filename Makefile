# The words of this file are the words of the README and of .ci/run.
PORT ?= 8000
PYTHON ?= python3
PY = .venv/bin/python

.PHONY: env run test test-core lint format lock messages clean

env:
	@$(PYTHON) deploy/environment.py requirements.txt

test-env:
	@$(PYTHON) deploy/environment.py requirements.txt tests/requirements.txt

run: env
	@$(PY) deploy/run.py --port $(PORT)

test: test-env
	@$(PY) -m tests.run

test-core: test-env
	@$(PY) -m tests.run --core

lint: test-env
	@$(PY) -m tests.lint

format: test-env
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock: test-env
	@$(PY) -m uv pip compile -q --no-header --universal --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@$(PY) -m uv pip compile -q --no-header --universal --generate-hashes --python-version 3.11 tests/requirements.in -o tests/requirements.txt

messages: test-env
	@$(PY) manage.py messages --check vi

clean:
	rm -rf .venv var

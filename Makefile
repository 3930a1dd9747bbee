# Coppice: `make run` for the demo, `make test` for the tests.
.PHONY: run test check
PY := .venv/bin/python

run:
	$(PY) manage.py migrate
	$(PY) manage.py runserver 127.0.0.1:$(or $(PORT),8000)

test:
	$(PY) -m pytest

check:
	$(PY) -m ruff check .

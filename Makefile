# Coppice. Needs Python 3.11 and make; brings everything else by itself.
#
#   make run     the demo, at http://127.0.0.1:8000 (PORT=8001 for another port)
#   make test    every test, in a real browser too
#   make check   what the machine checks besides the tests
#   make bench   how fast it is, each figure beside its yardstick
#   make soak    the long tests
#   make assets  the front-end files only
#   make lock    new requirements*.lock and package-lock.json from the files beside them

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)

.PHONY: run test check bench soak assets lock
run test check bench soak assets lock:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing. On Debian: apt-get install python3.11 python3.11-venv"; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "This needs Python 3.11, and $(PYTHON) is another version. Name the right one: make $@ PYTHON=/path/to/python3.11"; exit 2; }
	@"$(PYTHON)" -m tools.prepare $@ $(ARGS)

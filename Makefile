# Each word is one line; what it does stands in installer/prepare.py. make.bat has the same words for Windows.
#   make run                      opens the sample agency
#   make run ARGS="clients list"  anything else the program can do
#   make test ARGS="-k board"     some of the tests

# Any Python from 3.8 on can prepare; a shim of pyenv that fails is passed over.
PREPARE = $(shell for p in python3 python /usr/bin/python3 /usr/local/bin/python3 .venv/bin/python \
	"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.*/bin/python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && { echo "$$p"; break; }; done) installer/prepare.py

.PHONY: run setup test check bench shots fallback

run setup test check bench shots fallback:
	@$(if $(filter installer/prepare.py,$(firstword $(PREPARE))),echo "CMDesk needs Python 3.12 or newer, and found none." >&2; exit 1,$(PREPARE) $@ $(ARGS))

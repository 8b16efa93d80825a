# The words of CMDesk's source; what they do stands in installer/prepare.py. make.bat has the same for Windows.
#   make run                      opens the sample agency
#   make run ARGS="clients list"  does anything else the program can
#   make test ARGS="-k board"     runs some of the tests

# Any Python from 3.8 on can prepare; one that fails, such as a shim of pyenv, is passed over.
PYTHON := $(shell for p in python3 python /usr/bin/python3 /usr/local/bin/python3 \
	"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.*/bin/python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

.PHONY: run test setup check bench shots fallback

run test setup check bench shots fallback:
	@$(or $(PYTHON),echo "CMDesk needs Python 3.12 or newer." >&2; false) $(if $(PYTHON),installer/prepare.py $@ $(ARGS))

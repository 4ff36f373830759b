#!/bin/sh
# Makes .venv with the pinned packages and the console script `cati`. usage: set_up.sh runtime|dev PYTHON
set -eu
kind=$1 python=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "cati needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Cure: make run PYTHON=python3.12" >&2; exit 1; }
"$python" -c 'import ensurepip' 2>/dev/null || {
    echo "Python lacks the module venv. Cure (Debian, Ubuntu): sudo apt-get install python3-venv" >&2; exit 1; }
packaging/system_packages.sh run
if [ "$kind" = runtime ]; then
    [ -x .venv/bin/python ] || { echo "Making .venv (once, about a minute) …" >&2; "$python" -m venv .venv; }
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    touch .venv/ready
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
    touch .venv/ready-dev
fi

#!/bin/sh
# Makes the virtual environment $1 with Rashomon and its development tools, on a bare Debian with Python 3.11.
set -eu
venv=$1
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Rashomon needs Python 3.11 or later, and $python is older. Try: make PYTHON=python3.11 …" >&2
  exit 1
}

# Debian's own Python comes without ensurepip: then python3-venv has to be installed first.
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  rm -rf "$venv"
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv
      "$python" -m venv "$venv"
    else
      echo "This Python cannot make virtual environments. Try: sudo apt-get install python3-venv" >&2
      exit 1
    fi
  fi
fi

"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'

#!/usr/bin/env bash
# Builds the wheel, installs it with its locked dependencies into an empty environment away from the checkout, and runs
# the installed program there. Expects the development environment's tools on PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT

python -m build --wheel --no-isolation --outdir "$away/dist" . >"$away/build.log" || { cat "$away/build.log"; exit 1; }
python -m venv "$away/venv"
"$away/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
  --requirement "$checkout/installer/requirements.lock"
"$away/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$away"/dist/*.whl

cd "$away"
program="$away/venv/bin/mus-desktop"
test -x "$program-window"  # the window alone, which opens no console on Windows
"$program" demo demo >demo.log || { cat demo.log; exit 1; }
"$program" --data demo check
"$program" --data demo conversations >/dev/null
"$program" check --self-test
"$program" forms
test -n "$(find demo -name '*.docx' -print -quit)"
test -n "$(find demo -name '*.png' -print -quit)"
# Data of every earlier and of a later schema, opened by the installed program.
(cd "$checkout" && MUS_PROGRAM="$program" python -m pytest -q -p no:cacheprovider \
  tests/services/upgrade/test_through_the_program.py)
echo "The installed program works away from the checkout."

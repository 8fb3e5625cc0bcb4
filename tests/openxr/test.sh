#!/usr/bin/env bash
# test.sh [pytest's arguments]: the tests marked headset, beside a real runtime.
# Where the runtime cannot be installed it says why and leaves with 0, or, with
# INNERSCAPE_HEADSET_REQUIRED=1, with 1. A machine that forbids namespaces can never have it and
# is let off, with the reason.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
python=${INNERSCAPE_PYTHON:-$PWD/.venv/bin/python}

status=0
"$here/install.sh" >/dev/null || status=$?
if [ "$status" -ne 0 ]; then
  echo "The tests of the headset are skipped: see the reason above."
  [ "$status" -eq 3 ] || [ -z "${INNERSCAPE_HEADSET_REQUIRED:-}" ] && exit 0
  exit 1
fi
test=("$python" -m pytest -q -p no:cacheprovider -m headset)
"$here/run.sh" -c null -e INNERSCAPE_HEADSET_REQUIRED=1 -- "${test[@]}" tests/headset \
  --ignore=tests/headset/compositor "$@"
"$here/run.sh" -c main -e INNERSCAPE_HEADSET_REQUIRED=1 -- \
  "${test[@]}" tests/headset/compositor "$@"

#!/usr/bin/env bash
# run.sh [-c null|main|none] [-d remote|simulated] [-e NAME=VALUE]... -- COMMAND...    (root)
# Runs COMMAND beside a runtime and an X server of its own, in network, mount and process
# namespaces of its own: nothing clashes, nothing is left behind, and the exit code is COMMAND's.
#   -c null   a fixed 20 Hz and 320x240 an eye: lives, hands and pixels, never speed
#   -c main   the real compositor, in a window
#   -c none   no service
#   -d remote head and hands are told what to do (tests/openxr/remote.py)
# Seen inside, at their own paths: the interpreter, the checkout (writable) and INNERSCAPE_DATA.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
compositor=null device=remote extra=()
while [ "$1" != -- ]; do
  case $1 in
    -c) compositor=$2 ;; -d) device=$2 ;; -e) extra+=("$2") ;;
    *) sed -n 2,9p "$0" >&2; exit 2 ;;
  esac
  shift 2
done
shift
base=${INNERSCAPE_OPENXR:-${XDG_CACHE_HOME:-$HOME/.cache}/innerscape-openxr}
root=$base/debian-13
[ -e "$root/.ready-2" ] || { echo "there is no runtime in $root: run install.sh first" >&2; exit 5; }

checkout=$(cd "$here/../.." && pwd)
python=${INNERSCAPE_PYTHON:-$checkout/.venv/bin/python}
home=$("$python" -c 'import sys; print(sys.base_prefix)')
prefix=$("$python" -c 'import sys; print(sys.prefix)')
version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
export root compositor device checkout home prefix version
export settings="${extra[*]:-}" data=${INNERSCAPE_DATA:-}
exec unshare --net --mount --propagation private --pid --fork --kill-child -- \
  bash "$here/inside.sh" "$@"

#!/bin/sh
# Verifies this bundle and installs Hanare from it; --help says how. See README.md.
# Needs Python @PYTHON@, and ssh-keygen to check who made the bundle. Uses no network.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

fits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -I -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null
}

for python in ${PYTHON:+"$PYTHON"} python@PYTHON@ python3; do
    if fits "$python"; then
        # -I and -B: nothing of this folder or the environment is imported by chance, or written.
        exec "$python" -I -B "$here/installer" "$@"
    fi
done
echo "Error: Python @PYTHON@ is needed. If it is not on the search path: PYTHON=/path/to/python $0" >&2
echo "エラー: Python @PYTHON@ が必要です。検索パスにない場合: PYTHON=/path/to/python $0" >&2
exit 1

#!/bin/sh
# Makes .venv and installs what is pinned: `set_up.sh run`, `set_up.sh dev` for tests too, `set_up.sh spark` to count
# on a Spark cluster.
# Quick when nothing changed: a stamp in .venv holds a checksum of all that decides its content.
set -eu
cd "$(dirname "$0")/.."

case ${1:-run} in
    run) requirements="requirements.txt" as_they_are="" ;;
    dev) requirements="requirements.txt requirements-dev.txt" as_they_are="requirements-no-deps.txt" ;;
    spark) requirements="requirements.txt requirements-spark.txt" as_they_are="" ;;
    *) echo "set_up.sh takes 'run', 'dev' or 'spark', not '$1'." >&2; exit 2 ;;
esac

# The folder counts too: programs in .venv/bin carry its path.
checksum() { (pwd; cat pyproject.toml constraints.txt tools/set_up.sh "$@") | cksum; }
wanted=$(checksum $requirements $as_they_are)
stamp=".venv/set_up_${1:-run}"
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c "" 2>/dev/null; then
    exit 0
fi

# Prints the interpreter itself, also when the one found belongs to an active environment.
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
        "$candidate" -c 'import sys
if sys.version_info >= (3, 11): print(sys._base_executable)' 2>/dev/null || true
    done | head -n 1 | grep . && return
    echo "Python 3.11 or newer is needed, and none was found." >&2
    echo "Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2
    return 1
}

install_with_uv() {
    uv venv --quiet --allow-existing --python "$1" .venv &&
        uv pip install --quiet --python .venv/bin/python $(printf ' -r %s' $requirements) &&
        { [ -z "$as_they_are" ] || uv pip install --quiet --python .venv/bin/python --no-deps -r "$as_they_are"; } &&
        uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}
install_with_pip() {
    # An environment without pip is one that uv made.
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1 && ! "$1" -m venv --clear .venv; then
        echo "$1 can't make an environment. On Debian and Ubuntu: apt install python3-venv" >&2
        return 1
    fi
    pip=".venv/bin/python -m pip --disable-pip-version-check --no-input"
    $pip install --quiet $(printf ' -r %s' $requirements)
    [ -z "$as_they_are" ] || $pip install --quiet --no-deps -r "$as_they_are"
    $pip install --quiet --no-deps --no-build-isolation --editable .
}

python=$(find_python)
# A half-made environment, or one of another Python or folder, starts anew.
if [ -d .venv ] && [ "$(cat .venv/made_in 2>/dev/null)" != "$(pwd) $python" ]; then
    rm -rf .venv
fi
echo "Installing what is pinned in $requirements (the first time takes a minute or two) …"
if ! { command -v uv >/dev/null && install_with_uv "$python"; }; then
    install_with_pip "$python"
fi
echo "$(pwd) $python" > .venv/made_in
checksum requirements.txt > .venv/set_up_run  # dev holds all of run
echo "$wanted" > "$stamp"

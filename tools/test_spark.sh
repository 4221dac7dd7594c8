#!/bin/sh
# Proves that a Spark cluster gives the same cells as DuckDB, where Java 17 is; says so and does nothing where it isn't.
set -eu
cd "$(dirname "$0")/.."

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || version=""
if [ "${version:-0}" -lt 17 ]; then
    echo "SKIPPED: the proof that Spark gives the same cells as DuckDB. It needs Java 17 or newer (found: ${version:-none})."
    exit 0
fi
sh tools/set_up.sh spark
# Arguments choose among the proofs, as in `-k 'not a_million'`.
exec .venv/bin/pytest -m spark -s tests/spark "$@"

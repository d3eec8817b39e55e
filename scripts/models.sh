#!/bin/sh
# Brings ONNX Runtime to bin/ and the networks of the lockfile (analyze/models/lock.yaml) to the
# user's cache, and into the site of this directory if there is one. Usage: models.sh [test]
# For tests nothing fails: what cannot be had is said, and the tests that need it are skipped.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-site}

if [ "$purpose" != test ]; then
	./scripts/onnx.sh
	exec ./bin/custos models fetch
fi
if ! command -v npm >/dev/null 2>&1; then
	echo "models: npm is missing: the tests that need networks are skipped." >&2
elif ! { ./scripts/onnx.sh && ./bin/custos models fetch --store-only >/dev/null; }; then
	echo "models: the networks cannot be had: the tests that need them are skipped." >&2
fi

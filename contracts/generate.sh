#!/bin/sh
# Compiles the contracts and writes their Go bindings. Needs Node and npm; building
# Custos does not, because what this writes is committed.
set -eu
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
node compile.mjs
mkdir -p ../ledger/bindings
# ABIGEN may name an abigen that is already built, of the version below.
abigen=${ABIGEN:-go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10}
for c in Registry Capabilities Anchors; do
	out=../ledger/bindings/$(echo "$c" | tr '[:upper:]' '[:lower:]').go
	$abigen --v2 --abi "artifacts/$c.abi.json" --bin "artifacts/$c.bin" --pkg bindings --type "$c" --out "$out"
	gofmt -w "$out"
	chmod 644 "$out"
done

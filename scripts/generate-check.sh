#!/bin/sh
# Makes what is generated anew, beside the tree, and fails where the committed files
# differ. Bindings need only Go. Artifacts and page need npm's packages: where those
# cannot be had it says so and goes on, unless STRICT=1.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
bad=0

unchecked() {
	echo "generate-check: not checked: $1" >&2
	if [ "${STRICT:-0}" = 1 ]; then bad=1; fi
}
packages() { # packages DIR: DIR's npm packages are there, or can be fetched
	[ -d "$1/node_modules" ] && return 0
	command -v npm >/dev/null 2>&1 && (cd "$1" && timeout 180 npm ci --silent --no-audit --no-fund </dev/null >/dev/null 2>&1)
}
same() { # same COMMITTED MADE
	diff -r "$1" "$2" >/dev/null && return 0
	echo "generate-check: $1 is not what its sources make: run make generate and commit" >&2
	bad=1
}

go build -modfile=tools.mod -o "$tmp/abigen" github.com/ethereum/go-ethereum/cmd/abigen
mkdir "$tmp/bindings"
for c in Registry Capabilities Anchors; do
	out=$tmp/bindings/$(echo "$c" | tr '[:upper:]' '[:lower:]').go
	"$tmp/abigen" --v2 --abi "contracts/artifacts/$c.abi.json" --bin "contracts/artifacts/$c.bin" --pkg bindings --type "$c" --out "$out"
	gofmt -w "$out"
done
same ledger/bindings "$tmp/bindings"
go test ./ledger -run '^TestGas$' -count=1 >"$tmp/gas" 2>&1 || { cat "$tmp/gas" >&2; bad=1; }

if command -v node >/dev/null 2>&1 && packages contracts; then
	mkdir "$tmp/contracts"
	cp -r contracts/src contracts/compile.mjs contracts/package.json "$tmp/contracts/"
	ln -s "$root/contracts/node_modules" "$tmp/contracts/node_modules"
	(cd "$tmp/contracts" && node compile.mjs)
	same contracts/artifacts "$tmp/contracts/artifacts"
else
	unchecked "contracts/artifacts against the Solidity sources (needs Node and npm)"
fi
if packages console; then
	go run ./console/generate -check || bad=1
else
	unchecked "console/dist against console/web (needs npm)"
fi
exit $bad

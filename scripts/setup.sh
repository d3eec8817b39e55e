#!/bin/sh
# Brings what Custos needs beside Go to a Debian or Ubuntu: only what is missing,
# and silently where nothing is. Usage: setup.sh run|test|check
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { echo "set-up: $*" >&2; }
fail() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

has go || fail "Go is not installed. Custos needs Go 1.26 or later: see https://go.dev/doc/install, then run make again."
# Asked inside the module, so that a Go of 1.21 or later fetches the one that go.mod names.
version=$(go env GOVERSION 2>/dev/null) || fail "$(GOTOOLCHAIN=local go version 2>/dev/null || echo 'This Go') is too old and cannot fetch a newer one. Install Go 1.26 or later: https://go.dev/doc/install."
minor=$(echo "$version" | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ -n "$minor" ] && [ "$minor" -lt 26 ]; then
	fail "$version is too old: Custos needs Go 1.26 or later, see https://go.dev/doc/install."
fi

need=
want=
has ffmpeg && has ffprobe || need="$need ffmpeg"
if [ "$purpose" = test ]; then
	# The console's test looks at the page in a real browser and skips without one.
	has chromium || has chromium-browser || has google-chrome || has google-chrome-stable || want=chromium
	# Three owners meet in network namespaces, which needs root besides.
	has ip || want="$want iproute2"
	# The examples of analyzers in other languages skip where these are missing.
	/usr/bin/python3 -c 'import cv2' 2>/dev/null || want="$want python3-opencv"
	has node || want="$want nodejs"
	# A master's second database is tested on servers that the tests start.
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want="$want postgresql"
fi
if [ "$purpose" = check ]; then
	# The race detector needs a C compiler; nothing else does.
	has "$(go env CC)" && [ -e /usr/include/stdlib.h ] || need="$need gcc libc6-dev"
fi
[ -n "$need$want" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
	# Without a terminal nobody can type a password: then only a sudo that asks for none will do.
	if has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then sudo=sudo; else sudo=none; fi
fi
install() { # install PACKAGE...
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" </dev/null >"$log" 2>&1
}
get() { # get PACKAGE...; says nothing, returns whether it worked
	has apt-get && [ "$sudo" != none ] || return 1
	install "$@" && return 0
	$sudo apt-get -q update </dev/null >>"$log" 2>&1 && install "$@"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if [ -n "$need" ]; then
	has apt-get || fail "missing:$need, and there is no apt-get here. Install them by this system's own means, then run make again."
	[ "$sudo" != none ] || fail "missing:$need. Installing needs root: run: sudo apt-get install$need"
	say "installing$need"
	# shellcheck disable=SC2086 # a list of names
	if ! get $need; then
		tail -n 5 "$log" >&2
		fail "apt-get could not install$need. Check the network and /etc/apt, then run make again."
	fi
fi
if [ -n "$want" ]; then
	for package in $want; do
		[ "$sudo" = none ] || say "installing $package (for tests)"
		get "$package" || say "$package cannot be had here: the tests that need it (chromium: the console's page in a browser; iproute2: owners on machines of their own; python3-opencv, nodejs: examples of analyzers; postgresql: masters on PostgreSQL) are skipped."
	done
fi

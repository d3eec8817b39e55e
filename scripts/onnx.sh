#!/bin/sh
# Brings ONNX Runtime's library to bin/, from the package registry of npm, and holds it
# against the digest below. Only neural detectors need it.
set -eu
cd "$(dirname "$0")/.."

package=onnxruntime-node
version=1.22.0
library=libonnxruntime.so.1
case $(uname -m) in
x86_64) arch=x64 digest=08cf3bf4218f0e816c2a534e960d85221274cb319569bdf1136b29da7065b015 ;;
aarch64) arch=arm64 digest=0afd69a0ae38c5099fd0e8604dda398ac43dee67cd9c6394b5142b19e82528de ;;
*) echo "onnx: there is no library for $(uname -m)" >&2; exit 1 ;;
esac

right() { [ -e "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$digest" ]; }
if right "bin/$library"; then
	exit 0
fi
command -v npm >/dev/null 2>&1 || {
	echo "onnx: npm is missing. Install Node.js with npm, then run make onnx again; or put $library of ONNX Runtime 1.17 or later into bin/ yourself." >&2
	exit 1
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
echo "onnx: getting $package $version (93 MB)" >&2
(cd "$tmp" && npm pack --silent "$package@$version" >/dev/null)
tar -xzf "$tmp"/*.tgz -C "$tmp" --strip-components=5 "package/bin/napi-v6/linux/$arch/$library"
right "$tmp/$library" || {
	echo "onnx: what the registry gave for $package $version is not what is expected" >&2
	exit 1
}
mkdir -p bin
install -m 644 "$tmp/$library" "bin/$library"
ldconfig -p 2>/dev/null | grep -q 'libstdc++\.so\.6' || echo "onnx: $library needs the system's libstdc++ (Debian: libstdc++6)" >&2

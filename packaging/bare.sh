#!/usr/bin/env bash
# Prove ./run and ./test on a bare Debian 12: packaging/bare.sh, as root.
#
# Installs git there and nothing else, copies the last commit in and runs both commands.
# pip gets this machine's PIP_ variables; a folder of wheels that they name is shown
# read-only. bare_root.sh says which Debian. Takes 2 GB below TMPDIR, removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
settings=(HOME=/srv QT_QPA_PLATFORM=offscreen)
kept="PIP_|CI="
start=/srv/ecgviewer
. packaging/bare_root.sh

for folder in ${PIP_FIND_LINKS:-}; do
  [ ! -d "$folder" ] || show --bind -o ro "$folder" "$bare$folder"
done
if [ -f "${PIP_CERT:-}" ]; then
  # Where no package of the new machine writes.
  cp -L "$PIP_CERT" "$bare/srv/certificates.pem"
  export PIP_CERT=/srv/certificates.pem
fi
git clone --quiet --depth 1 "file://$project" "$bare/srv/ecgviewer"
inside "apt-get update -q && apt-get install -y -q --no-install-recommends git" \
  >/dev/null

echo "== ./run sets everything up"
time inside "./run --help"
echo "== ./run again, with the window open until the time is up"
status=0
inside "timeout 30 ./run" || status=$?
[ "$status" = 124 ] || { echo "./run ended with $status"; exit 1; }
echo "== ./run on a screen: what Qt's plugin for X11 misses"
needed=$(inside "ldd .venv/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so")
if grep "not found" <<<"$needed"; then
  exit 1
fi
echo "== ./test"
time inside "./test tests/ecg"
echo "bare Debian 12: ./run and ./test work"

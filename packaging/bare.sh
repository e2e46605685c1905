#!/usr/bin/env bash
# Prove ./run and ./test on a bare Debian 12: packaging/bare.sh, as root.
#
# Makes a minimal Debian beside this one with debootstrap, installs git and nothing
# else, copies the last commit in and runs both commands there. pip gets this machine's
# PIP_ variables; a folder of wheels that they name is shown read-only. MIRROR names
# another mirror than Debian's. Takes 2 GB below TMPDIR, removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD

# The mounts are seen by this script only and end with it, whatever happens.
if [ -z "${BARE_MOUNTS:-}" ]; then
  BARE_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

bare=$(mktemp -d -t ecgviewer-bare.XXXXXX)
chmod 755 "$bare" # apt and others there are not root
mounted=()
remove() {
  local place
  for place in "${mounted[@]}"; do umount "$place"; done
  rm -rf --one-file-system "$bare"
}
trap remove EXIT

show() { # MOUNT ARGUMENTS ... PLACE
  mkdir -p "${!#}"
  mount "$@"
  mounted=("${!#}" "${mounted[@]}")
}

inside() {
  local kept
  mapfile -t kept < <(env | grep -E '^(PIP_|https?_proxy=|HTTPS?_PROXY=|CI=)' || true)
  chroot "$bare" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "${kept[@]}" \
    bash -euc "cd /srv/ecgviewer; $1" </dev/null
}

debootstrap --variant=minbase bookworm "$bare" \
  "${MIRROR:-http://deb.debian.org/debian}" >/dev/null
show -t proc proc "$bare/proc"
show -t tmpfs tmpfs "$bare/dev/shm"
for folder in ${PIP_FIND_LINKS:-}; do
  [ ! -d "$folder" ] || show --bind -o ro "$folder" "$bare$folder"
done
if [ -f "${PIP_CERT:-}" ]; then
  # Where no package of the new machine writes.
  cp -L "$PIP_CERT" "$bare/srv/certificates.pem"
  export PIP_CERT=/srv/certificates.pem
fi
cp -L /etc/resolv.conf "$bare/etc/resolv.conf"
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

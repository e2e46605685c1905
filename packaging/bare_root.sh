# A bare Debian in a folder, for bare.sh and prove_deb.sh, which source this file as root.
# Sets $bare to the folder, which is removed at the end. SUITE names another Debian than
# 12, MIRROR another mirror than Debian's, BASE a tar of a bare Debian that is used
# instead of debootstrap.
#
# inside COMMAND runs there, in $start (/) with the variables $settings and those of this
# machine whose names begin as $kept (PIP_|CI=) says, or are of proxies.

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
  local passed
  mapfile -t passed < <(env | grep -E "^(${kept:+$kept|}https?_proxy=|HTTPS?_PROXY=)" || true)
  chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "${settings[@]}" "${passed[@]}" bash -euc "cd ${start:-/}; $1" </dev/null
}

if [ -f "${BASE:-}" ]; then
  tar -xpf "$BASE" -C "$bare"
else
  debootstrap --variant=minbase "${SUITE:-bookworm}" "$bare" \
    "${MIRROR:-http://deb.debian.org/debian}" >/dev/null
fi
show -t proc proc "$bare/proc"
show -t tmpfs tmpfs "$bare/dev/shm"
cp -L /etc/resolv.conf "$bare/etc/resolv.conf"

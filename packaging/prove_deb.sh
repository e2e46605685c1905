#!/usr/bin/env bash
# Prove the .deb on a bare Debian: packaging/prove_deb.sh [FILE.deb], as root.
#
# Installs the package there, checks itself, opens a recording in the window under Xvfb,
# writes a page, uninstalls, and compares what is left with what was there before.
# bare_root.sh says which Debian. Takes 3 GB below TMPDIR, removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
deb=${1:-$(ls build/freeze/ecgviewer_*.deb)}
settings=(HOME=/home/reader DEBIAN_FRONTEND=noninteractive)
. packaging/bare_root.sh

as_reader() { # nobody's rights, as a reader of ECGs has them
  inside "setpriv --reuid=1000 --regid=1000 --clear-groups -- bash -euc '$1'"
}

files() { # all but what apt, dpkg and their triggers keep of their own work
  (cd "$bare" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run \
    -o -path ./home -o -name mimeinfo.cache -o -path ./usr/share/mime -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt \
    -o -path ./var/lib/dpkg \) -prune -o -print | LC_ALL=C sort)
}

echo "== a bare ${SUITE:-bookworm}"
# What the package needs, Xvfb and the menus bring is no trace of the program.
needs=$(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g')
needs="$needs xvfb xauth desktop-file-utils shared-mime-info file"
mkdir -p "$bare/home/reader"
chown 1000:1000 "$bare/home/reader"
cp "$deb" "$bare/tmp/ecgviewer.deb"
echo 'Dpkg::Use-Pty "0";' >"$bare/etc/apt/apt.conf.d/00plain" # there is no terminal
inside "apt-get update -q && apt-get install -y -q --no-install-recommends $needs" \
  >/dev/null
files >"$bare/tmp/before"

echo "== install"
time inside "apt-get install -y -q --no-install-recommends /tmp/ecgviewer.deb" >/dev/null
inside "du -sh /usr/lib/ecgviewer; ecgviewer --version"

echo "== what Qt's plugin for X11 misses"
if inside "ldd /usr/lib/ecgviewer/_internal/PySide6/Qt/plugins/platforms/libqxcb.so" |
  grep "not found"; then
  exit 1
fi

echo "== self-test, as a reader without rights"
time as_reader "ecgviewer selftest"

echo "== a recording in the window, under Xvfb"
example=/usr/lib/ecgviewer/_internal/pydicom/data/test_files/waveform_ecg.dcm
status=0
as_reader "cd; QT_QPA_PLATFORM=xcb timeout ${WINDOW_S:-60} xvfb-run -a ecgviewer $example" ||
  status=$?
[ "$status" = 124 ] || { echo "the window ended with $status"; exit 1; }

echo "== a page"
as_reader "cd; ecgviewer render $example -o page.pdf; file page.pdf"

echo "== menu, types of files"
inside "desktop-file-validate /usr/share/applications/org.ecgviewer.ecgviewer.desktop
  grep -q 'application/x-wfdb-header=org.ecgviewer' /usr/share/applications/mimeinfo.cache
  grep -q x-hl7-aecg /usr/share/mime/globs2 || grep -q x-hl7-aecg /usr/share/mime/types
  ls /usr/share/man/man1/ecgviewer.1.gz 2>/dev/null || echo 'no manual: minbase leaves them out'"

echo "== uninstall"
inside "apt-get purge -y -q ecgviewer" >/dev/null
files >"$bare/tmp/after"
if ! diff "$bare/tmp/before" "$bare/tmp/after"; then
  echo "the package leaves traces"
  exit 1
fi
if grep -rls "ecgviewer" "$bare/usr/share/mime" "$bare/usr/share/applications"; then
  echo "caches still name the program"
  exit 1
fi
echo "bare ${SUITE:-bookworm}: installs, checks itself, opens, writes a page, leaves nothing"

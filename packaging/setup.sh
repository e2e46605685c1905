# Set-up for ./run, ./test and ./check, which source this file in the project's root.
# Sets $python to the interpreter of a finished .venv; does nothing where there is one.

python=.venv/bin/python
stamp=.venv/.installed

# What Qt loads at run time, and the Debian and Ubuntu package that has it.
libraries="
  libGL.so.1:libgl1
  libEGL.so.1:libegl1
  libdbus-1.so.3:libdbus-1-3
  libfontconfig.so.1:libfontconfig1
  libglib-2.0.so.0:libglib2.0-0
  libxkbcommon.so.0:libxkbcommon0
  libxkbcommon-x11.so.0:libxkbcommon-x11-0
  libxcb-cursor.so.0:libxcb-cursor0
  libxcb-icccm.so.4:libxcb-icccm4
  libxcb-keysyms.so.1:libxcb-keysyms1
  libxcb-shape.so.0:libxcb-shape0
"

is_set_up() {
  [ -f "$stamp" ] && [ ! pyproject.toml -nt "$stamp" ] &&
    [ ! constraints.txt -nt "$stamp" ] && "$python" -c '' 2>/dev/null
}

missing_packages() {
  "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null)
  for library in $libraries; do
    case $known in
      *"${library%%:*} "*) ;;
      *) echo "${library##*:}" ;;
    esac
  done
}

install_packages() {
  if ! command -v apt-get >/dev/null; then
    echo "ecgviewer may need what Debian calls: $*" >&2
    return
  fi
  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    # Without a terminal nobody can type a password.
    [ -t 0 ] || as_root="sudo -n"
  fi
  echo "Installing what Python's venv and Qt need from the system: $*"
  if ! { $as_root apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "$@"; } >/dev/null; then
    echo "Please run, then try again:" >&2
    echo "    sudo apt-get update && sudo apt-get install $*" >&2
    exit 1
  fi
}

# PyPI's torch for Linux brings 4 GB for NVIDIA cards; a machine without one, whose pip
# was given no folder of wheels, takes the CPU build.
install_cpu_torch() {
  [ "$(uname -sm)" = "Linux x86_64" ] || return 0
  [ ! -e /proc/driver/nvidia/version ] || return 0
  case $("$python" -m pip config list) in *find-links*) return 0 ;; esac
  "$python" -m pip install --quiet --retries 1 -c constraints.txt torch \
    --index-url https://download.pytorch.org/whl/cpu ||
    echo "The CPU build of torch cannot be fetched; taking PyPI's, which is larger."
}

if ! is_set_up; then
  if [ "$(uname -s)" = Linux ]; then
    packages=$(missing_packages)
    # shellcheck disable=SC2086 # one word a package
    [ -z "$packages" ] || install_packages $packages
  fi
  "${PYTHON:-python3}" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "ecgviewer needs Python 3.11, 3.12 or 3.13; try: PYTHON=python3.12 '"$0"'")'
  echo "Installing ecgviewer and its libraries into .venv; this takes some minutes once."
  "${PYTHON:-python3}" -m venv .venv
  "$python" -m pip install --quiet --upgrade pip
  install_cpu_torch
  "$python" -m pip install --quiet -c constraints.txt -e ".[dev]"
  touch "$stamp"
fi

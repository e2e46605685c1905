"""Make a .deb of the frozen program: build/freeze/ecgviewer_VERSION_ARCH.deb.

    python packaging/deb.py [--compression zstd|xz] [--level N]

Needs build/freeze/dist/ecgviewer (packaging/freeze.py), and dpkg-deb. The package has
no scripts of its own: menus, icons and types of files are taken up by Debian's
triggers, and removing it leaves nothing.
"""

import argparse
import datetime
import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from command_line import man_page
from freeze import FOLDER, FREEZE, ROOT, version

LINUX = ROOT / "packaging" / "linux"
TREE = FREEZE / "deb"
ID = "org.ecgviewer.ecgviewer"
LIBRARY = "usr/lib/ecgviewer"
DOC = "usr/share/doc/ecgviewer"
# What Qt loads from the system: the list of packaging/setup.sh, and the libraries of
# its plugin for X11.
DEPENDS = (
    *("libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libx11-xcb1", "libxcb-cursor0"),
    *("libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0"),
    *("libxcb-xkb1", "libxcb-shm0", "libxcb-render0", "libxcb1", "libx11-6"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
    *("libfreetype6", "zlib1g"),
)
CONTROL = """\
Package: ecgviewer
Version: {version}
Architecture: {architecture}
Maintainer: The ecgviewer authors <ecgviewer@example.org>
Installed-Size: {installed_kb}
Depends: {depends}
Recommends: libcups2, xdg-utils
Section: science
Priority: optional
Description: viewer of 12-lead ECGs with a bundled network and its evidence
 Draws 12-lead ECGs on true-scale paper, measures them, and shows what a bundled
 neural network says about them and why, down to the beat.
 .
 For research and teaching. Not a medical device, not cleared for diagnosis. It
 never connects to the internet and never changes a recording.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compression", choices=("zstd", "xz", "gzip"), default="xz")
    parser.add_argument("--level", type=int, default=6)
    options = parser.parse_args()
    lay_out()
    out = FREEZE / f"ecgviewer_{version()}_{architecture()}.deb"
    packing = (f"-Z{options.compression}", f"-z{options.level}")
    command = ["dpkg-deb", "--root-owner-group", *packing, "-b", str(TREE), str(out)]
    subprocess.run(command, check=True)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1e6:.0f} MB")


def lay_out() -> None:
    """Lay out the package's files in ``TREE``."""
    shutil.rmtree(TREE, ignore_errors=True)
    library = TREE / LIBRARY
    # Hard links: the program is not copied.
    shutil.copytree(FOLDER, library, copy_function=os.link, symlinks=True)
    help_folder = library / "_internal" / "ecgviewer" / "_resources" / "docs"
    doc = TREE / DOC
    doc.mkdir(parents=True)
    if help_folder.is_dir():
        (doc / "html").symlink_to(os.path.relpath(help_folder, doc))
    for name in ("sbom.cdx.json", "LICENCES.md", "licences"):
        (doc / name).symlink_to(os.path.relpath(library / name, doc))
    bin_folder = TREE / "usr/bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "ecgviewer").symlink_to("../lib/ecgviewer/ecgviewer")
    date = release_date()
    put(f"usr/share/applications/{ID}.desktop", read(f"{ID}.desktop"))
    put("usr/share/mime/packages/ecgviewer.xml", read("ecgviewer-mime.xml"))
    info = read(f"{ID}.metainfo.xml").replace("@VERSION@", version())
    put(f"usr/share/metainfo/{ID}.metainfo.xml", info.replace("@DATE@", date))
    icon = (ROOT / "resources/icons/ecgviewer.svg").read_text(encoding="utf-8")
    put("usr/share/icons/hicolor/scalable/apps/ecgviewer.svg", icon)
    put_packed("usr/share/man/man1/ecgviewer.1.gz", man_page(version(), date))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    put_packed(f"{DOC}/changelog.gz", changes)
    put(f"{DOC}/copyright", copyright_text())
    n_bytes = sum(f.lstat().st_size for f in TREE.rglob("*") if f.is_file())
    put(
        "DEBIAN/control",
        CONTROL.format(
            version=version(),
            architecture=architecture(),
            installed_kb=n_bytes // 1024,
            depends=", ".join((f"libc6 (>= {newest_libc()})", *DEPENDS)),
        ),
    )
    set_modes()


def put(name: str, text: str) -> None:
    path = TREE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def put_packed(name: str, text: str) -> None:
    path = TREE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def read(name: str) -> str:
    return (LINUX / name).read_text(encoding="utf-8")


def set_modes() -> None:
    for path in (TREE, *TREE.rglob("*")):
        if path.is_symlink():
            continue
        starts = path.is_dir() or path.name == "ecgviewer" or "/torch/bin/" in str(path)
        path.chmod(0o755 if starts else 0o644)


def architecture() -> str:
    asked = ["dpkg", "--print-architecture"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def release_date() -> str:
    """Return the day of SOURCE_DATE_EPOCH, or today."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.UTC)
    when = datetime.datetime.fromtimestamp(int(stamp), datetime.UTC) if stamp else now
    return when.date().isoformat()


def newest_libc() -> str:
    """Return the oldest version of glibc that the frozen libraries load with."""
    newest = (2, 17)
    for path in FOLDER.rglob("*"):
        if path.is_symlink() or not re.search(r"\.so(\.[\d.]+)?$", path.name):
            continue
        for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes()):
            newest = max(newest, (int(major), int(minor)))
    return ".".join(map(str, newest))


def copyright_text() -> str:
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: ecgviewer\n\n"
        "Files: *\n"
        "Copyright: the ecgviewer authors\n"
        "License: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n"
        " .\n"
        " Libraries below /usr/lib/ecgviewer have licences of their own; they are\n"
        " listed in LICENCES.md, and their texts are in the folder licences.\n"
    )


if __name__ == "__main__":
    main()

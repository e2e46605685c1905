"""Write the version resource of the Windows program: FOLDER/version.txt.

python packaging/windows/version.py FOLDER
"""

import sys
from pathlib import Path

TEMPLATE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0,
                    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'The ecgviewer authors'),
      StringStruct('FileDescription', 'ecgviewer, a viewer of 12-lead ECGs'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'ecgviewer'),
      StringStruct('LegalCopyright', 'Apache-2.0'),
      StringStruct('OriginalFilename', 'ecgviewer.exe'),
      StringStruct('ProductName', 'ecgviewer'),
      StringStruct('ProductVersion', '{version}'),
      StringStruct('Comments', 'For research and teaching, not for diagnosis'),
    ])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""


def resource(version: str) -> str:
    """Return the resource; what follows the three numbers of a version is dropped."""
    parts = [int(part) for part in version.split(".")[:3] if part.isdecimal()]
    numbers = (*parts, 0, 0, 0, 0)[:4]
    return TEMPLATE.format(numbers=numbers, version=version)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from ecgviewer import __version__

    out = Path(sys.argv[1]) / "version.txt"
    out.write_text(resource(__version__), encoding="utf-8")


if __name__ == "__main__":
    main()

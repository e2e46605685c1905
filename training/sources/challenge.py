"""PhysioNet/CinC Challenges 2020 and 2021: WFDB with diagnoses in ``#Dx`` comments.

The sets are told by the folder a record is in (``training/georgia/g1/E00001.hea``).
Only PTB-XL's part has patients, by its own table; in the others each recording stands
for one.
"""

import re
from dataclasses import replace
from pathlib import Path

from training.sources.entries import Entry
from training.sources.wfdb_files import headers, own_entry

# Folder names of the releases on PhysioNet and of the challenges' archives.
SETS = {
    "cpsc_2018": "cpsc2018",
    "wfdb_cpsc2018": "cpsc2018",
    "cpsc_2018_extra": "cpsc_extra",
    "wfdb_cpsc2018_2": "cpsc_extra",
    "wfdb_ga": "georgia",
    "ptb": "ptb_diagnostic",
    "wfdb_ptb": "ptb_diagnostic",
    "ptb-xl": "ptbxl_challenge",
    "wfdb_ptbxl": "ptbxl_challenge",
    "wfdb_chapmanshaoxing": "chapman_shaoxing",
    "wfdb_ningbo": "ningbo",
    "wfdbrecords": "chapman_ningbo",
    "st_petersburg_incart": "incart",
    "wfdb_stpetersburg": "incart",
    **{
        name: name
        for name in (
            *("cpsc2018", "cpsc_extra", "georgia", "ptb_diagnostic", "incart"),
            *("chapman_shaoxing", "ningbo", "chapman_ningbo"),
            "chapman_shaoxing_ningbo",
        )
    },
}
_COMMENT = re.compile(r"#\s*(Age|Sex|Dx)\s*:\s*(.*?)\s*", re.IGNORECASE)


def holds(folder: Path) -> bool:
    """Tell whether the first or the last header has a ``#Dx`` comment."""
    paths = headers(folder)
    return any("dx" in _comments(path) for path in {*paths[:1], *paths[-1:]})


def list_challenge(folder: Path) -> list[Entry]:
    """Return every record with its diagnoses, as SNOMED CT codes or words."""
    entries = []
    for path in headers(folder):
        said = _comments(path)
        age = re.fullmatch(r"\d+(\.\d+)?", said.get("age", ""))
        entries.append(
            replace(
                own_entry(path, _set_of(path, folder), folder),
                age_years=float(age[0]) if age else None,
                sex={"m": "male", "f": "female"}.get(said.get("sex", "")[:1].lower()),
                diagnoses=frozenset(re.split(r"[,\s]+", said.get("dx", ""))) - {""},
            )
        )
    return entries


def _set_of(path: Path, folder: Path) -> str:
    """Return the set's name: of the nearest folder that is one of the challenges'."""
    for place in (*path.relative_to(folder).parents, Path()):
        name = (folder / place).resolve().name
        if name.lower() in SETS:
            return SETS[name.lower()]
    return folder.resolve().name


def _comments(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    found = (_COMMENT.fullmatch(line) for line in text.splitlines())
    return {match[1].lower(): match[2] for match in found if match}

"""Words that name a patient, and what stands in their place while they are hidden.

File and folder names count as names: many archives put the patient's into them.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import FORMATS
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised

# A shorter word is found everywhere, and hiding it would hide the sentence.
MIN_WORD = 3
_WRITTEN_SUFFIXES = (".pdf", ".svg", ".png")
# Sentences on a file put what stands in it between these quotation marks.
_QUOTED = re.compile("“[^”]*”")


KEY_BYTES = 16


class _AliasKey:
    """What aliases are made with; of this run alone until a kept one is used."""

    value = secrets.token_bytes(KEY_BYTES)


def use_alias_key(key: bytes) -> None:
    """Make aliases with this key, which nobody outside this installation knows."""
    _AliasKey.value = key


def alias(path: Path) -> str:
    """Return a name that tells recordings apart and says nothing else.

    With the same key the same file has the same one each time, so that colleagues can
    speak of it. Without the key nobody can tell whether a path is the one that was
    named.
    """
    name = str(path.absolute()).encode("utf-8", "surrogatepass")
    digest = blake2b(name, key=_AliasKey.value, digest_size=3)
    return tr("Recording {code}").format(code=digest.hexdigest())


def shown_name(path: Path, hidden: bool) -> str:
    return alias(path) if hidden else path.name


def shown_error(error: ReadError, hidden: bool) -> str:
    """Return why a file cannot be read, in the reader's language."""
    text = f"{error.path.name}: {localised(error.place)}: {localised(error.reason)}"
    return without_names(text, error.path) if hidden else text


def without_names(text: str, path: Path, recording: Recording | None = None) -> str:
    """Return a text without the names of a file, its folders and its patient.

    Names of other files and what is quoted from the file go too: either may be a
    patient's name that nothing else tells.
    """
    return without_all_names(text, [(path, recording)])


def without_all_names(text: str, known: Sequence[tuple[Path, Recording | None]]) -> str:
    """Return a text without the names of several files; see ``without_names``."""
    # A name that is known goes whole; the pattern for other files would leave a part of
    # one that has a space.
    for path, recording in known:
        text = _without_known(text, path, recording)
    return re.sub(_file_name(), "…", _QUOTED.sub("“…”", text), flags=re.IGNORECASE)


def _file_name() -> str:
    """Return the pattern of names of files that are read or written here."""
    suffixes = [*_WRITTEN_SUFFIXES]
    for row in FORMATS.values():
        suffixes += [*row.suffixes, *row.data_suffixes]
    return rf"\S+(?:{'|'.join(map(re.escape, suffixes))})\b"


def _without_known(text: str, path: Path, recording: Recording | None) -> str:
    name = alias(path)
    for folder in (str(path.absolute().parent), str(path.parent)):
        if len(folder) >= MIN_WORD:
            text = text.replace(folder, "…")
    text = re.sub(rf"\b{re.escape(path.stem)}(?:_\d+)?\.\w+", name, text)
    text = text.replace(path.name, name)
    words = [path.stem]
    if recording is not None:
        words += [recording.patient.name or "", recording.patient.patient_id or ""]
        words += (recording.patient.name or "").split()
    return _without(text, words, name)


def _without(text: str, words: Iterable[str], instead: str) -> str:
    long_enough = sorted({w for w in words if len(w) >= MIN_WORD}, key=len)
    for word in reversed(long_enough):
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text

"""What a file format says of itself; each folder beside this module holds one row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ecgviewer.ecg.recording import Recording

if TYPE_CHECKING:
    from ecgviewer.ecg.annotations import AnnotationFiles
    from ecgviewer.io.summary import Summary
    from ecgviewer.io.table_statement import Statements

SNIFFED_BYTES = 4096


class Reader(Protocol):
    """The module of a format; both functions raise ``ReadError``."""

    def read(self, path: Path, /) -> Recording: ...

    def summarise(self, path: Path, /) -> "Summary":
        """Return a recording's facts, without its samples where the format lets it."""


def never(_start: bytes) -> bool:
    return False


@dataclass(frozen=True)
class FileFormat:
    """How the files of a format are told, listed and read.

    Attributes
    ----------
    name : str
        A proper name, the same in every language. ``Source.format`` has it, too.
    suffixes : tuple of str
        Of the files that recordings are opened by, in lower case, with their dots.
    recognises : callable
        Tells a file by its first ``SNIFFED_BYTES``.
    has_mark : bool
        Whether those bytes hold a mark that other files hardly have. Formats without
        one are asked last.
    load_reader : callable
        Imports the reader. What is slow to import must wait for this call or later.
    suffix_is_enough : bool
        Whether a file with such a suffix is of the format whatever it holds. Otherwise
        other files share the suffix, and the first bytes decide.
    recognises_unnamed : callable
        Tells by their first bytes which files without a suffix a folder's list takes.
    data_suffixes : tuple of str
        Of files that belong to the one of the same stem, or of the stem before a last
        ``_number``, and are one recording with it.
    find_start : callable or None
        Returns the file to start from where a path's name says that it is of the
        format, ``None`` where it does not. Needed where that is not the path itself.
    read_annotations : callable or None
        Reads what lies beside a recording; never raises for a damaged file.
    read_stated : callable or None
        Reads as the reader does, with what somebody states of files that do not say
        all; ``None`` where files do.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    load_reader: Callable[[], Reader]
    has_mark: bool = True
    suffix_is_enough: bool = True
    recognises_unnamed: Callable[[bytes], bool] = never
    data_suffixes: tuple[str, ...] = ()
    find_start: Callable[[Path], Path | None] | None = None
    read_annotations: "Callable[[Recording], AnnotationFiles] | None" = None
    read_stated: "Callable[[Path, Statements], Recording] | None" = None

    def start_of(self, path: Path) -> Path | None:
        """Return the file to start from if the path's name is of this format."""
        if self.find_start is not None:
            return self.find_start(path)
        named = self.suffix_is_enough and path.suffix.lower() in self.suffixes
        return path if named and path.exists() else None

"""Files that are written whole or not at all."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from uuid import uuid4


class TakenError(FileExistsError):
    """A file that nobody has said may be replaced; ``path`` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} exists already")
        self.path = path


def refuse_taken(paths: Sequence[Path]) -> None:
    """Raise ``TakenError`` if one of these is there already."""
    for path in paths:
        if path.exists():
            raise TakenError(path)


def write_whole(
    paths: Sequence[Path], contents: Iterable[bytes], cancelled: Callable[[], bool]
) -> bool:
    """Write each path its content; return whether that was wanted to the end.

    Contents may be made while they are taken. They are kept beside their places until
    the last one is there, so that an error (``OSError``, or what making a content
    raises) or a reader who thinks better of it leaves the folder as it was.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for path, content in zip(paths, contents, strict=True):
            if cancelled():
                return False
            # A link stays one: what it leads to is replaced.
            place = Path(os.path.realpath(path))
            part = place.with_name(f".ecgviewer-{uuid4().hex}.part")
            parts.append((part, place))
            _write(part, content)
        if cancelled():
            return False
        for part, place in parts:
            part.replace(place)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

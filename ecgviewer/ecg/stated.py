"""What a file states of its ECG in words: a device's statements, or a reader's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stated:
    """Statements as the file has them, none of which this program makes or checks.

    They may be free text, and may name somebody.

    Attributes
    ----------
    statements : tuple of str
        In the file's order and language: the device's, or what a reader made of them.
    original : tuple of str
        The device's own, where the file keeps them beside those of a reader.
    """

    statements: tuple[str, ...] = ()
    original: tuple[str, ...] = ()

"""XML from strangers: no entities, no outside files, and limits on its size."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import read_bounded

MAX_XML_BYTES = 20_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 200_000

_SAYS_UTF_16 = re.compile(rb"<\?xml[^>]{0,100}encoding=[\"']utf-16", re.IGNORECASE)
_UTF_8_MARK = b"\xef\xbb\xbf"


def read_xml_bytes(path: Path) -> bytes:
    """Return the bytes of a file that may be parsed; raises ``ReadError``."""
    return read_bounded(path, MAX_XML_BYTES)


def parse_xml(path: Path, data: bytes, document_type: str = "") -> Element:
    """Return the root element; element and attribute names are without namespace.

    A document type is refused, since with it come entities, which can name other files
    or grow without end; but for the one called ``document_type``, which may be named
    and define nothing. The file in which it is described is never looked for.

    Raises
    ------
    ReadError
        For damaged, nested or large XML, with the line.
    """
    return _Parser(path, data, document_type).parse()


class _Parser:
    def __init__(self, path: Path, data: bytes, document_type: str) -> None:
        self._path, self._data = path, data
        self._document_type = document_type
        self._tree = TreeBuilder()
        self._depth = self._n_elements = 0
        # Files changed from UTF-16 into UTF-8 often keep the first line as it was.
        plain = data.removeprefix(_UTF_8_MARK)
        encoding = "utf-8" if _SAYS_UTF_16.match(plain) else None
        self._expat = expat.ParserCreate(encoding, namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._tree.data
        self._expat.StartDoctypeDeclHandler = self._check_document_type
        # With a document type that is not read, unknown entities would be dropped.
        self._expat.SkippedEntityHandler = self._refuse_entity

    def parse(self) -> Element:
        try:
            self._expat.Parse(self._data, True)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code)
            raise self._error(
                phrase("the XML is damaged ({words})", words=words)
            ) from error
        except (LookupError, ValueError) as error:
            # What it says of its encoding, Python looks up.
            raise self._error(
                phrase("the XML is damaged (unknown encoding)")
            ) from error
        return self._tree.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._n_elements += 1
        if self._depth > MAX_DEPTH:
            raise self._error(
                phrase(
                    "elements lie more than {max_depth} deep in each other",
                    max_depth=MAX_DEPTH,
                )
            )
        if self._n_elements > MAX_ELEMENTS:
            raise self._error(
                phrase(
                    "there are more than {max_elements} elements",
                    max_elements=MAX_ELEMENTS,
                )
            )
        attributes = {_local(key): value for key, value in attributes.items()}
        self._tree.start(_local(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._tree.end(_local(name))

    def _refuse_entity(self, *_: object) -> None:
        raise self._error(phrase("the XML is damaged (undefined entity)"))

    def _check_document_type(
        self, name: str, _system: str | None, _public: str | None, defines: bool
    ) -> None:
        if name == self._document_type and not defines:
            return
        raise self._error(
            phrase(
                "it defines a document type, which no ECG needs and which can "
                "hide other files; it is not read"
            )
        )

    def _error(self, reason: str) -> ReadError:
        return ReadError(
            self._path,
            phrase("line {number}", number=self._expat.CurrentLineNumber),
            reason,
        )


def _local(name: str) -> str:
    return name.rpartition(" ")[2]

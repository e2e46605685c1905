"""A DICOM data set, and what lies in it, looked up once."""

from typing import Any


class Item:
    """What a data set's elements say, however often one of them is asked for.

    To look an element up costs ``pydicom`` as much as to decode it, above all one that
    is not there, and a channel's few are asked for by everything that is said of it.
    """

    def __init__(self, dataset: Any) -> None:
        """``dataset`` is one of ``pydicom``."""
        self._dataset = dataset
        self._known: dict[str, Any] = {}

    def get(self, keyword: str) -> Any:
        """Return an element's value, ``None`` if it is absent; of a sequence, items."""
        if keyword not in self._known:
            value = self._dataset.get(keyword)
            if keyword.endswith("Sequence"):
                value = tuple(map(Item, value or ()))
            self._known[keyword] = value
        return self._known[keyword]

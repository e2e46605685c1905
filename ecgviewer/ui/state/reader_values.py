"""What is measured, and what criteria say, where the reader has moved lines."""

from typing import TYPE_CHECKING

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_lines import ReaderEdits
from ecgviewer.ui.state.examining import Examining
from ecgviewer.ui.state.reader_lines import ReaderLines

if TYPE_CHECKING:
    from ecgviewer.ecg.examination import EcgAnalysis


class ReaderValues:
    """Measured when asked for; nothing while no line is moved."""

    def __init__(self, examining: Examining, lines: ReaderLines) -> None:
        self._examining, self._lines = examining, lines
        # The criteria that were judged last, and of what.
        self._judged: tuple[EcgAnalysis, ReaderEdits, tuple[Criterion, ...]] | None
        self._judged = None

    @property
    def _found(self) -> "EcgAnalysis | None":
        """What was measured of the recording, if lines of it are moved."""
        moved = self._lines.lines is not None and self._lines.edits
        return self._examining.result if moved else None

    def values(self) -> dict[str, Measurement]:
        """Return the values that rest on a line which the reader has moved."""
        if (found := self._found) is None:
            return {}
        # Here, because measuring needs what the window is painted without.
        from ecgviewer.analysis.reader_values import reader_values

        return reader_values(found, self._lines.edits)

    def lead_values(self) -> dict[str, dict[str, Measurement]]:
        """Return the values of each lead that rest on a line the reader has moved."""
        if (found := self._found) is None:
            return {}
        # Here, because measuring needs what the window is painted without.
        from ecgviewer.analysis.reader.reader_lead_values import reader_lead_values

        return reader_lead_values(found, self._lines.edits)

    def criteria(self) -> tuple[Criterion, ...] | None:
        """Return what criteria say once the reader has moved lines; else ``None``."""
        if (found := self._found) is None:
            return None
        known = self._judged
        if known is not None and known[0] is found and known[1] is self._lines.edits:
            return known[2]
        # Here, because measuring needs what the window is painted without.
        from ecgviewer.analysis.reader_values import criteria_with_edits

        criteria = criteria_with_edits(found, self._lines.edits)
        self._judged = (found, self._lines.edits, criteria)
        return criteria

"""Pages of ECG paper in true millimetres."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgviewer.api.analysis import Analysis
from ecgviewer.ecg.page.layouts import DEFAULT_LAYOUT, LAYOUTS
from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S
from ecgviewer.ecg.recording import Recording

if TYPE_CHECKING:
    from ecgviewer.explaining import Explained
    from ecgviewer.ui.export.page_plan import PageContent

_PREVIEW_DPI = 100


@dataclass(frozen=True, eq=False)
class Page:
    """A page of ECG paper, drawn when it is saved.

    A notebook shows it where it is the value of a cell.
    """

    content: "PageContent"

    def save(
        self, path: Path | str, *, dpi: int = 300, all_pages: bool = False
    ) -> tuple[Path, ...]:
        """Write a PDF, SVG or PNG after the path's suffix; return the files.

        Parameters
        ----------
        path : Path or str
        dpi : int
            Of a PNG.
        all_pages : bool
            Whether to go on to the end of the recording: in one PDF, or in numbered
            files.

        Raises
        ------
        ValueError
            For another suffix.
        TooManyPagesError
            If the recording would fill more pages than a file should have.
        OSError
            If a file cannot be written.
        """
        from ecgviewer.ui.export.page_files import FORMATS, Target, write_pages
        from ecgviewer.ui.export.page_plan import pages_of

        path = Path(path)
        kind = next((k for k in FORMATS if path.suffix.lower() == f".{k}"), None)
        if kind is None:
            raise ValueError(f"{path.name}: pages are written as .pdf, .svg or .png")
        _start_drawing()
        pages = pages_of(self.content, all_pages=all_pages)
        return write_pages(pages, Target(path, kind, self.content.size, dpi))

    def _repr_png_(self) -> bytes:
        from ecgviewer.ui.export.page_files import png_bytes

        _start_drawing()
        return png_bytes(self.content, _PREVIEW_DPI)


def plot(
    ecg: Recording | Analysis,
    *,
    layout: str = DEFAULT_LAYOUT,
    speed_mm_per_s: float = 25.0,
    gain_mm_per_mv: float = 10.0,
    start_s: float = 0.0,
    evidence: "Explained | None" = None,
    size: str = "A4",
    hide_patient: bool = False,
) -> Page:
    """Lay a recording out on ECG paper; of an analysis also what was measured.

    Parameters
    ----------
    ecg : Recording or Analysis
    layout : str
        One of ``3x4+1R``, ``3x4``, ``3x4+3R``, ``6x2``, ``12x1``, ...
    speed_mm_per_s, gain_mm_per_mv : float
    start_s : float
        First second shown.
    evidence : Explained or None
        An answer of ``explain`` by Owen values, drawn on the paper.
    size : str
        ``A4`` or ``Letter``.
    hide_patient : bool
        Whether to leave out name and number.

    Raises
    ------
    ValueError
        For a choice that there is not; the message names those that there are.
    """
    recording = ecg.recording if isinstance(ecg, Analysis) else ecg
    from ecgviewer.ui.export.page_plan import PAGE_SIZES, PageContent

    _refuse("layout", layout, LAYOUTS)
    _refuse("speed_mm_per_s", speed_mm_per_s, SPEEDS_MM_PER_S)
    _refuse("gain_mm_per_mv", gain_mm_per_mv, GAINS_MM_PER_MV)
    if not 0 <= start_s < recording.duration_s:
        raise ValueError(f"start_s: the recording lasts {recording.duration_s:.1f} s")
    _refuse("size", size, PAGE_SIZES)
    content = PageContent(
        *(recording, layout, speed_mm_per_s, gain_mm_per_mv, start_s),
        size=PAGE_SIZES[size],
        hide_patient=hide_patient,
    )
    if isinstance(ecg, Analysis):
        content = replace(content, measurements=_values(ecg))
    return Page(content if evidence is None else replace(content, **_drawn(evidence)))


def _refuse(option: str, value: Any, known: Any) -> None:
    if value not in known:
        listed = ", ".join(map(str, known))
        raise ValueError(f"{option}: no {value}; there are {listed}")


def _values(analysis: Analysis) -> tuple[str, ...]:
    from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA
    from ecgviewer.ui.measurements.page_values import page_values
    from ecgviewer.ui.text.quality_texts import cautions

    return page_values(
        *(analysis.measurements, DEFAULT_QTC_FORMULA),
        file=analysis.recording.file_values,
        cautions=cautions(analysis.examined),
        criteria=analysis.criteria,
    )


def _drawn(explained: "Explained") -> dict[str, Any]:
    from ecgviewer.ai.registry import DEFAULT_EXPLAINER

    answer = explained.answers.get(DEFAULT_EXPLAINER)
    if answer is None:
        raise ValueError("evidence: Owen values alone are drawn on the paper")
    return {
        "beats": explained.asked.beats,
        "finding": explained.finding,
        "evidence": answer,
        "model": explained.asked.model.name,
    }


_application: Any = None  # Qt's, which must live as long as something is drawn


def _start_drawing() -> None:
    """Start Qt where it does not run yet."""
    global _application
    from ecgviewer.cli.commands import use_no_screen_if_there_is_none

    use_no_screen_if_there_is_none()
    from PySide6.QtGui import QGuiApplication

    from ecgviewer.ui.look.fonts import install_font

    _application = QGuiApplication.instance() or QGuiApplication(["ecgviewer"])
    install_font(_application)

"""What calipers read, in words: on the paper, in the panel and for the clipboard."""

from dataclasses import dataclass

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.page.calipers import (
    AmplitudeCaliper,
    Caliper,
    TimeCaliper,
    neighbour_rr,
)
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ecg.qtc import qtc_ms
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.text.i18n import number_text, tr

SEPARATOR = " · "


@dataclass(frozen=True)
class Readout:
    """One caliper in words; empty where there is nothing to say.

    ``qtc`` is the bare value, ``qtc_basis`` the formula and the RR interval behind it;
    ``filter`` is the display filter under which it was measured.
    """

    kind: str
    lead: str
    start: str
    value: str
    rate: str = ""
    qtc: str = ""
    qtc_basis: str = ""
    paper: str = ""
    filter: str = ""

    @property
    def short(self) -> str:
        """What stands beside a caliper that is not selected."""
        return SEPARATOR.join(part for part in (self.value, self.rate) if part)

    @property
    def full(self) -> str:
        """What stands beside the selected caliper."""
        qtc = f"{self.qtc} ({self.qtc_basis})" if self.qtc else ""
        parts = (self.value, self.rate, self.paper, qtc)
        return SEPARATOR.join(part for part in parts if part)

    @property
    def copied(self) -> str:
        """What goes to the clipboard: with the lead, where it is of one lead."""
        said = SEPARATOR.join(part for part in (self.full, self.filter) if part)
        return said if self.rate else f"{self.lead}: {said}"


def readout(
    caliper: Caliper,
    plot: Plot,
    beats: BeatList | None,
    formula: str,
    true_size: bool,
) -> Readout:
    """Return what a caliper reads.

    ``true_size`` says whether a millimetre of paper is one on this screen now; where it
    is not, the text says that paper is meant.
    """
    if isinstance(caliper, TimeCaliper):
        return _time_readout(caliper, plot, beats, formula, true_size)
    return _amplitude_readout(caliper, plot, true_size)


def _time_readout(
    caliper: TimeCaliper,
    plot: Plot,
    beats: BeatList | None,
    formula: str,
    true_size: bool,
) -> Readout:
    interval = tr("{ms:.0f} ms").format(ms=1000 * caliper.interval_s)
    rate = ""
    if caliper.rate_bpm is not None:
        rate = tr("{rate:.0f}/min").format(rate=caliper.rate_bpm)
    if caliper.n_intervals > 1:
        interval = f"{caliper.n_intervals} × {interval}"
        rate = tr("mean {rate}").format(rate=rate) if rate else ""
    qtc, basis = _qtc(caliper, beats, formula)
    return Readout(
        kind=tr("Time"),
        lead=tr("all"),
        start=tr("{time:.3f} s").format(time=caliper.start_s),
        value=f"{interval} {_remark(caliper, plot)}".rstrip(),
        rate=rate,
        qtc=qtc,
        qtc_basis=basis,
        paper=paper_text(plot.sheet.scale.time_to_mm(caliper.span_s), true_size),
        filter=caliper.measured_filter,
    )


def _remark(caliper: Caliper, plot: Plot) -> str:
    return plot.filtering.remark_on(caliper.measured_filter)


def _qtc(caliper: TimeCaliper, beats: BeatList | None, formula: str) -> tuple[str, str]:
    """Return QTc and what it rests on, if the interval can be a QT."""
    rr = neighbour_rr(beats, caliper)
    if rr is None:
        return "", ""
    value = qtc_ms(1000 * caliper.span_s, rr.rr_s, formula)
    basis = tr("{formula}, RR {rr:.0f} ms")
    if not rr.precedes:
        basis = tr("{formula}, following RR {rr:.0f} ms")
    return (
        tr("QTc {qtc:.0f} ms").format(qtc=value),
        basis.format(formula=formula, rr=1000 * rr.rr_s),
    )


def _amplitude_readout(
    caliper: AmplitudeCaliper, plot: Plot, true_size: bool
) -> Readout:
    recording, cell = plot.recording, cell_of(plot, caliper)
    size, upwards, paper = abs(caliper.difference), caliper.difference >= 0, ""
    if cell is not None:
        rise_mm = plot.y_mm(cell, caliper.first) - plot.y_mm(cell, caliper.second)
        upwards = rise_mm >= 0
        # Arbitrary units have no scale, so a height in mm would mean nothing.
        paper = paper_text(abs(rise_mm), true_size) if recording.unit_is_mv else ""
    number = number_text(size, ".2f" if recording.unit_is_mv else ".3g")
    value = f"{'+' if upwards else '−'}{number} {recording.amplitude_unit}"
    return Readout(
        kind=tr("Amplitude"),
        lead=caliper.lead if cell is None else cell.name,
        start=tr("{time:.3f} s").format(time=caliper.time_s),
        value=f"{value} {_remark(caliper, plot)}".rstrip(),
        paper=paper,
        filter=caliper.measured_filter,
    )


def paper_text(size_mm: float, true_size: bool) -> str:
    text = tr("{size:.1f} mm") if true_size else tr("{size:.1f} mm of paper")
    return text.format(size=size_mm)


def cell_of(plot: Plot, caliper: AmplitudeCaliper) -> Cell | None:
    """Return the cell that a caliper stands in, else one of the same lead."""
    cells = [cell for cell in plot.sheet.cells if cell.lead == caliper.lead]
    here = (c for c in cells if c.start_s <= caliper.time_s < c.stop_s)
    return next(here, cells[0] if cells else None)

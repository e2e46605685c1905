"""How the paper is shown and what is selected on it, as values."""

from dataclasses import dataclass

from ecgviewer.ecg.page.layouts import AS_USUAL, DEFAULT_LAYOUT, LAYOUTS, Arrangement
from ecgviewer.ecg.page.paper import (
    GAINS_MM_PER_MV,
    SLOWEST_PAPER_MM_PER_S,
    SPEEDS_MM_PER_S,
)
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES


@dataclass(frozen=True)
class View:
    """How the paper is shown. ``zoom`` magnifies paper and trace together."""

    layout: str = DEFAULT_LAYOUT
    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0
    zoom: float = 1.0
    page_start_s: float = 0.0
    evidence_shown: bool = False
    scheme: str = DEFAULT_SCHEME
    annotations_shown: bool = True
    arrangement: Arrangement = AS_USUAL

    def __post_init__(self) -> None:
        known = (
            self.layout in LAYOUTS
            and _is_speed(self.speed_mm_per_s)
            and self.gain_mm_per_mv in GAINS_MM_PER_MV
            and self.scheme in SCHEMES
        )
        if not known:
            raise ValueError(f"no such layout, speed, gain or colours: {self}")


def _is_speed(speed_mm_per_s: float) -> bool:
    compressed = 0 < speed_mm_per_s <= SLOWEST_PAPER_MM_PER_S
    return compressed or speed_mm_per_s in SPEEDS_MM_PER_S


@dataclass(frozen=True)
class Selection:
    """A lead group, a lead of it, one beat of that lead (index into the beats).

    ``wave`` is a segment of that beat (a key of ``SEGMENTS``), or what it says beyond.
    """

    group: str | None = None
    lead: str | None = None
    beat: int | None = None
    wave: str | None = None

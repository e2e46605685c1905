"""A recording: what a file holds once its format no longer matters."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import STANDARD_12

Sex = Literal["female", "male"]

MIN_FS = 50.0
MAX_FS = 20_000.0
MAX_LEADS = 64


@dataclass(frozen=True)
class PatientContext:
    """What the file says of the patient; ``None`` where it says nothing usable."""

    name: str | None = None
    patient_id: str | None = None
    age_years: float | None = None
    sex: Sex | None = None


@dataclass(frozen=True)
class Source:
    """Where a recording came from. ``sha256`` covers every file that was read."""

    path: Path
    format: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Recording:
    """An immutable multi-lead ECG.

    Attributes
    ----------
    signal_mv : ndarray of float32, shape (n_leads, n_samples)
        In mV when ``unit_is_mv``; otherwise in arbitrary units, of which only shape
        and timing mean anything. NaN where the file marks samples as missing.
        Read-only.
    fs : float
        Sampling frequency in Hz.
    leads : tuple of str
        One name per row, standard leads first in canonical order.
    unit_is_mv : bool
        False when the file's unit is not a voltage.
    derived_leads : tuple of str
        Leads that the file does not store and that were computed from I and II.
    resolution_mv : float or None
        The coarsest ADC step of all leads, in the unit of ``signal_mv``.
    warnings : tuple of str
        Sentences the reader must see: what in the file is doubtful.
    acquisition : tuple of str
        What the file says of its own acquisition: filters, device, notes.
    """

    signal_mv: NDArray[np.float32]
    fs: float
    leads: tuple[str, ...]
    source: Source
    unit_is_mv: bool = True
    derived_leads: tuple[str, ...] = ()
    resolution_mv: float | None = None
    patient: PatientContext = field(default_factory=PatientContext)
    start_time: datetime | None = None
    warnings: tuple[str, ...] = ()
    acquisition: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        signal = np.ascontiguousarray(self.signal_mv, dtype=np.float32)
        if signal is self.signal_mv:
            signal = signal.copy()
        if signal.ndim != 2 or 0 in signal.shape:
            raise ValueError(
                f"signal_mv must be (n_leads, n_samples), not {signal.shape}"
            )
        if len(self.leads) != signal.shape[0]:
            raise ValueError(f"{len(self.leads)} lead names, {signal.shape[0]} rows")
        if len(set(self.leads)) != len(self.leads):
            raise ValueError(f"lead names repeat: {', '.join(self.leads)}")
        if len(self.leads) > MAX_LEADS:
            raise ValueError(f"{len(self.leads)} leads; at most {MAX_LEADS} are read")
        if not MIN_FS <= self.fs <= MAX_FS:
            raise ValueError(
                f"sampling frequency {self.fs:g} Hz is outside {MIN_FS:g}-{MAX_FS:g} Hz"
            )
        if np.isinf(signal).any():
            raise ValueError("the signal holds infinite values")
        signal.flags.writeable = False
        object.__setattr__(self, "signal_mv", signal)
        object.__setattr__(self, "fs", float(self.fs))

    @property
    def n_samples(self) -> int:
        return int(self.signal_mv.shape[1])

    @property
    def duration_s(self) -> float:
        return self.n_samples / self.fs

    @property
    def amplitude_unit(self) -> str:
        """``"mV"`` or ``"a.u."`` (arbitrary units)."""
        return "mV" if self.unit_is_mv else "a.u."

    @property
    def missing_standard_leads(self) -> tuple[str, ...]:
        return tuple(name for name in STANDARD_12 if name not in self.leads)

    def lead(self, name: str) -> NDArray[np.float32]:
        """Return one lead's samples, shape (n_samples,); ``KeyError`` if absent."""
        if name not in self.leads:
            raise KeyError(name)
        row: NDArray[np.float32] = self.signal_mv[self.leads.index(name)]
        return row

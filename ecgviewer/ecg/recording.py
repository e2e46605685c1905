"""A recording: what a file holds once its format no longer matters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.pyramid import Pyramid
from ecgviewer.ecg.signal import AnyLead, AnySignal, StoredLead, StoredSignal

Sex = Literal["female", "male"]

MIN_FS = 50.0
MAX_FS = 20_000.0
MAX_LEADS = 64
# Samples of which a lead's usual level can be told.
SKETCH_SAMPLES = 2_000


@dataclass(frozen=True)
class PatientContext:
    """What the file says of the patient; ``None`` where it says nothing usable."""

    name: str | None = None
    patient_id: str | None = None
    age_years: float | None = None
    sex: Sex | None = None


@dataclass(frozen=True)
class Source:
    """Where a recording came from.

    ``sha256`` covers every file that was read; it is ``None`` until a long recording
    has been read to its end in the background.
    """

    path: Path
    format: str
    sha256: str | None


@dataclass(frozen=True)
class Stated:
    """What a file states in words, none of which this program makes or checks.

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


@dataclass(frozen=True, eq=False)
class Recording:
    """An immutable multi-lead ECG.

    Attributes
    ----------
    signal_mv : ndarray of float32 or StoredSignal, shape (n_leads, n_samples)
        In mV when ``unit_is_mv``; otherwise in arbitrary units, of which only shape
        and timing mean anything. NaN where the file marks samples as missing.
        Read-only. A long recording's signal stays in its file and is sliced:
        ``signal_mv[rows, start:stop]``.
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
    file_values : mapping of str to Measurement
        What the file says was measured, by the keys of ``Measurements.values``.
    stated : Stated
        What the file states of the ECG in words.
    pyramid : Pyramid or None
        The signal from further away, for drawing; ``None`` for short recordings and
        until a long one has been read to its end.
    """

    signal_mv: AnySignal
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
    file_values: Mapping[str, Measurement] = field(default_factory=dict)
    stated: Stated = field(default_factory=Stated)
    pyramid: Pyramid | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.signal_mv, StoredSignal):
            object.__setattr__(self, "signal_mv", _own_array(self.signal_mv))
        shape = self.signal_mv.shape
        if len(shape) != 2 or 0 in shape:
            raise ValueError(f"signal_mv must be (n_leads, n_samples), not {shape}")
        if len(self.leads) != shape[0]:
            raise ValueError(f"{len(self.leads)} lead names, {shape[0]} rows")
        if len(set(self.leads)) != len(self.leads):
            raise ValueError(f"lead names repeat: {', '.join(self.leads)}")
        if len(self.leads) > MAX_LEADS:
            raise ValueError(f"{len(self.leads)} leads; at most {MAX_LEADS} are read")
        if not MIN_FS <= self.fs <= MAX_FS:
            raise ValueError(
                f"sampling frequency {self.fs:g} Hz is outside {MIN_FS:g}-{MAX_FS:g} Hz"
            )
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

    @property
    def in_memory(self) -> bool:
        """Whether ``signal_mv`` is an array rather than left in its file."""
        return not isinstance(self.signal_mv, StoredSignal)

    @property
    def whole_signal_mv(self) -> NDArray[np.float32]:
        """``signal_mv`` as an array.

        Raises ``SignalError`` for a recording too long to be held in memory.
        """
        return np.asarray(self.signal_mv)

    @property
    def sketch_mv(self) -> NDArray[np.float32]:
        """A few samples from all over ``signal_mv``, shape (n_leads, some)."""
        if isinstance(self.signal_mv, StoredSignal):
            return self.signal_mv.sketch
        step = max(1, self.n_samples // SKETCH_SAMPLES)
        return self.signal_mv[:, ::step]

    def lead(self, name: str) -> AnyLead:
        """Return one lead's samples, shape (n_samples,); ``KeyError`` if absent.

        Of a long recording it can only be sliced.
        """
        if name not in self.leads:
            raise KeyError(name)
        row = self.leads.index(name)
        if isinstance(self.signal_mv, StoredSignal):
            return StoredLead(self.signal_mv, row)
        samples: NDArray[np.float32] = self.signal_mv[row]
        return samples


def _own_array(signal: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return a read-only float32 copy; refuse infinite values.

    What is read-only already and nobody else's view is not copied once more.
    """
    if (
        signal.dtype == np.float32
        and signal.base is None
        and not signal.flags.writeable
        and signal.flags.c_contiguous
    ):
        return signal
    own = np.array(signal, dtype=np.float32, order="C")
    if np.isinf(own).any():
        raise ValueError("the signal holds infinite values")
    own.flags.writeable = False
    return own

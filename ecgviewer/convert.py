"""Recordings and beats to and from other libraries' objects.

What comes in passes the same checks as a file: units become mV, leads get their usual
names and order, III, aVR, aVL and aVF are derived where they are absent. Whatever is
wrong raises ``ReadError`` with place and reason. A library that is not installed raises
``ImportError`` that says how to get it, and is needed for going out only.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import MAX_FS, MIN_FS, PatientContext, Recording, Source
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.errors import ReadError

if TYPE_CHECKING:
    import mne
    import pandas as pd
    import wfdb

    from ecgviewer.api.analysis import Analysis

__all__ = [
    "from_mne",
    "from_neurokit",
    "from_numpy",
    "from_pandas",
    "from_wfdb",
    "to_mne",
    "to_neurokit",
    "to_numpy",
    "to_pandas",
    "to_wfdb",
]

# How far the times of a table may be off their grid, in samples.
_UNEVEN = 0.01
# NeuroKit2's names for waves, and ours.
_WAVES: dict[str, Point] = {
    "ECG_P_Onsets": "p_onset",
    "ECG_P_Peaks": "p_peak",
    "ECG_P_Offsets": "p_offset",
    "ECG_R_Onsets": "qrs_onset",
    "ECG_R_Offsets": "qrs_offset",
    "ECG_T_Onsets": "t_onset",
    "ECG_T_Peaks": "t_peak",
    "ECG_T_Offsets": "t_offset",
}


# --------------------------------------------------------------------------- NumPy


def from_numpy(
    signal: ArrayLike,
    fs_hz: float,
    leads: Sequence[str] = STANDARD_12,
    *,
    unit: str = "mV",
    name: str = "array",
) -> Recording:
    """Return a recording of an array, shape (n_leads, n_samples), NaN where missing.

    ``leads`` names the rows; ``unit`` is that of the samples, empty for none. ``name``
    stands where a file's name would.
    """
    try:
        samples = np.asarray(signal, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise _refusal(name, "signal", f"not an array of numbers ({error})") from None
    if samples.ndim != 2 or 0 in samples.shape:
        reason = f"it has shape {samples.shape}, not (n_leads, n_samples)"
        raise _refusal(name, "signal", reason)
    if len(leads) != len(samples):
        reason = f"{len(samples)} rows, {len(leads)} names of leads"
        if samples.shape[1] == len(leads):
            reason += "; rows are leads and columns samples: transpose it"
        raise _refusal(name, "leads", reason)
    return _recording(name, "NumPy", samples, fs_hz, leads, [unit] * len(leads))


def to_numpy(
    recording: Recording, leads: Sequence[str] | None = None
) -> NDArray[np.float32]:
    """Return samples in mV (``Recording.unit_is_mv``), shape (n_leads, n_samples).

    Rows are ``leads``, or all of the recording. Raises ``KeyError`` for a lead that is
    not there and ``SignalError`` for a recording too long to be held in memory.
    """
    whole = recording.whole_signal_mv
    if leads is None:
        return whole.copy()
    rows = []
    for lead in leads:
        if lead not in recording.leads:
            raise KeyError(f"no lead {lead}; there are {', '.join(recording.leads)}")
        rows.append(recording.leads.index(lead))
    chosen: NDArray[np.float32] = whole[rows]
    return chosen


# -------------------------------------------------------------------------- pandas


def from_pandas(
    frame: "pd.DataFrame",
    fs_hz: float | None = None,
    *,
    unit: str = "mV",
    name: str = "table",
) -> Recording:
    """Return a recording of a table with one column a lead.

    Without ``fs_hz`` the index tells it: times in s, or moments, evenly spaced.
    """
    from ecgviewer.api.frames import times_s

    if fs_hz is None:
        try:
            at_s = times_s(frame)
        except ValueError as error:
            raise _refusal(name, "index", str(error)) from None
        fs_hz = _even_fs_hz(at_s, name)
    leads = [str(column) for column in frame.columns]
    return from_numpy(frame.to_numpy().T, fs_hz, leads, unit=unit, name=name)


def to_pandas(recording: Recording) -> "pd.DataFrame":
    """Return a table with one column a lead, in mV, by ``time_s``.

    Raises ``ImportError`` without pandas, else as ``to_numpy``.
    """
    from ecgviewer.api.frames import signal_frame

    return signal_frame(recording.whole_signal_mv, recording.fs, recording.leads)


def _even_fs_hz(at_s: NDArray[np.float64], name: str) -> float:
    if at_s.size < 2:
        raise _refusal(name, "index", "one row has no sampling frequency; give fs_hz")
    step_s = (at_s[-1] - at_s[0]) / (at_s.size - 1)
    grid = at_s[0] + step_s * np.arange(at_s.size)
    if not step_s > 0 or np.abs(at_s - grid).max() > _UNEVEN * step_s:
        raise _refusal(name, "index", "times are not evenly spaced; resample, or fs_hz")
    # A step such as 0.002 s is no round number: the frequency is.
    return round(1 / float(step_s), 6)


# ---------------------------------------------------------------------------- WFDB


def from_wfdb(record: "wfdb.Record") -> Recording:
    """Return a recording of what ``wfdb.rdrecord`` gives, physical or digital."""
    name = str(record.record_name or "record")
    physical = record.p_signal
    if physical is None and record.d_signal is not None:
        physical = record.dac()
    if physical is None:
        reason = "none; read it with rdrecord(..., smooth_frames=True)"
        raise _refusal(name, "samples", reason)
    samples = np.asarray(physical, dtype=np.float32).T
    units = [str(unit or "") for unit in record.units]
    leads = [str(lead or "") for lead in record.sig_name]
    return _recording(name, "wfdb", samples, record.fs, leads, units)


def to_wfdb(recording: Recording, name: str = "record") -> "wfdb.Record":
    """Return a ``wfdb.Record`` with ``p_signal`` in mV.

    Nothing of the patient goes with it. Raises as ``to_numpy``.
    """
    from ecgviewer.io.wfdb.whole import make_record

    unit = "mV" if recording.unit_is_mv else "NU"
    signal = recording.whole_signal_mv
    return make_record(name, signal, recording.fs, recording.leads, unit)


# ----------------------------------------------------------------------------- MNE


def from_mne(raw: "mne.io.BaseRaw") -> Recording:
    """Return a recording of MNE's channels of kind ``ecg``, of all if there are none.

    MNE keeps volts.
    """
    kinds = raw.get_channel_types()
    picks = [k for k, kind in enumerate(kinds) if kind == "ecg"] or None
    names = [raw.ch_names[k] for k in (picks or range(len(kinds)))]
    samples = np.asarray(raw.get_data(picks=picks), dtype=np.float64)
    millivolts = (1e3 * samples).astype(np.float32)
    fs_hz = float(raw.info["sfreq"])
    return _recording("raw", "MNE", millivolts, fs_hz, names, ["mV"] * len(names))


def to_mne(recording: Recording) -> "mne.io.RawArray":
    """Return a ``RawArray`` in volts, all channels of kind ``ecg``.

    Raises ``ValueError`` for a recording whose unit is not a voltage and
    ``ImportError`` without MNE, else as ``to_numpy``.
    """
    from ecgviewer.api.mne_raw import raw_array

    if not recording.unit_is_mv:
        raise ValueError("MNE keeps volts, and the recording's unit is not a voltage")
    volts = 1e-3 * recording.whole_signal_mv.astype(np.float64)
    return raw_array(volts, recording.fs, recording.leads)


# ----------------------------------------------------------------------- NeuroKit2


def from_neurokit(peaks: Mapping[str, Any], fs_hz: float | None = None) -> BeatList:
    """Return the beats of NeuroKit2's ``info``, by its ``ECG_R_Peaks``.

    Without ``fs_hz`` the sampling frequency is its ``sampling_rate``. Raises
    ``ValueError`` where either is missing.
    """
    if "ECG_R_Peaks" not in peaks:
        raise ValueError(f"no ECG_R_Peaks; there are {', '.join(map(str, peaks))}")
    rate = fs_hz if fs_hz is not None else peaks.get("sampling_rate")
    if rate is None:
        raise ValueError("no sampling_rate; give fs_hz")
    found = np.asarray(peaks["ECG_R_Peaks"], dtype=np.float64)
    return BeatList(np.unique(found[np.isfinite(found)].astype(np.int64)), float(rate))


def to_neurokit(ecg: "BeatList | Analysis") -> dict[str, Any]:
    """Return a dictionary as NeuroKit2's ``info``: samples of peaks, sampling rate.

    Of an analysis also onsets, peaks and offsets of waves, NaN where there is none.
    """
    if isinstance(ecg, BeatList):
        return {"ECG_R_Peaks": ecg.r_peaks.copy(), "sampling_rate": ecg.fs}
    known: dict[str, Any] = to_neurokit(ecg.beats)
    if (found := ecg.examined.fiducials) is not None:
        row_of, fs = found.rows_of(ecg.beats), ecg.beats.fs
        for theirs, ours in _WAVES.items():
            samples = np.rint(np.append(found.common(ours), np.nan) * fs)
            known[theirs] = samples[row_of]  # a beat without a row takes the last
    return known


# -------------------------------------------------------------------------- shared


def _recording(
    name: str,
    origin: str,
    samples: NDArray[np.float32],
    fs_hz: float,
    leads: Sequence[str],
    units: Sequence[str],
) -> Recording:
    """Return the recording of rows of samples, checked as a file's are."""
    if not MIN_FS <= fs_hz <= MAX_FS:
        reason = f"{fs_hz:g} Hz is outside {MIN_FS:g}-{MAX_FS:g} Hz"
        raise _refusal(name, "sampling frequency", reason)
    digest = hashlib.sha256(f"{fs_hz:g} {','.join(leads)} {','.join(units)}".encode())
    digest.update(np.ascontiguousarray(samples).tobytes())
    return build_recording(
        Source(Path(name), origin, digest.hexdigest()),
        [
            # The step between samples is not known; none is assumed.
            Channel(lead, unit, row, 0.0)
            for lead, unit, row in zip(leads, units, samples, strict=True)
        ],
        float(fs_hz),
        patient=PatientContext(),
        start_time=None,
        warnings=(),
        acquisition=(),
    )


def _refusal(name: str, place: str, reason: str) -> ReadError:
    return ReadError(Path(name), place, reason)

"""How much P, PR, QRS, ST and T of a beat contribute to a logit.

A segment is taken away by laying the beat's isoelectric line in its place, the straight
line from where the beat begins to where it ends: so an ST segment that is raised as a
whole is taken away, too. This is done to a copy of the recording, which the model reads
anew with the same beats; so it works for every family. The contributions are exact
Shapley values (Shapley 1953) over all sets of segments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.coalitions import shapley_weight
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import (
    Cancelled,
    EcgModel,
    FloatArray,
    Stretch,
    never,
    stretch_weights,
)
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS, WaveShares
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

# The level at an end of a beat is the median this far around it.
_LEVEL_S = 0.01
# Altered recordings that are held at once.
_BATCH = 8

Signal = NDArray[np.float32]


@dataclass(frozen=True)
class _Flat:
    """A segment of a beat in samples of the recording, and the line in its place."""

    name: str
    start: int
    stop: int
    first_mv: float
    last_mv: float


def explain_waves(
    recording: Recording,
    beats: BeatList,
    fiducials: Fiducials,
    model: EcgModel,
    lead: str,
    numbers: Sequence[int] | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    cancelled: Callable[[], bool] = never,
) -> Mapping[str, WaveShares]:
    """Return what the segments of one lead contribute to each statement, by code.

    ``numbers`` are positions in ``beats``, all of them if there are none; segments of
    several beats are taken away together. Borders are those of all leads together. With
    ``evidence`` each answer knows the Owen value that its waves are part of.

    Raises
    ------
    EvidenceError
        If the model abstains, or no segment of these beats could be told.
    Cancelled
        If ``cancelled`` answered True between two altered recordings.
    """
    chosen = tuple(range(len(beats)) if numbers is None else numbers)
    if lead not in recording.leads:
        raise EvidenceError(phrase("this recording has no {lead}", lead=lead))
    signal = np.asarray(recording.lead(lead)[:])
    flats = list(_flats(signal, recording.fs, beats, fiducials, chosen))
    names = [name for name in SEGMENTS if any(flat.name == name for flat in flats)]
    if not names:
        raise EvidenceError(
            phrase("no wave of these beats of {lead} could be told", lead=lead)
        )
    said = _asked(recording, beats, model, lead, flats, names, chosen, cancelled)
    shares = _shapley(said)
    return {
        spec.code: WaveShares(
            spec.code,
            lead,
            chosen,
            dict(zip(names, shares[:, k].tolist(), strict=True)),
            float(said[-1, k] - said[0, k]),
            _owen(evidence, spec.code, lead, chosen, len(beats)),
        )
        for k, spec in enumerate(model.labels)
        if spec.shown
    }


def _flats(
    signal: Signal,
    fs: float,
    beats: BeatList,
    fiducials: Fiducials,
    chosen: Sequence[int],
) -> Iterator[_Flat]:
    """Yield the segments of beats that could be told, none over another."""
    for row in fiducials.rows_of(beats)[list(chosen)]:
        if row < 0:
            continue
        ends_s = {
            name: (fiducials.common(start)[row], fiducials.common(stop)[row])
            for name, (start, stop) in SEGMENTS.items()
        }
        told = {
            name: (round(start_s * fs), round(stop_s * fs))
            for name, (start_s, stop_s) in ends_s.items()
            if np.isfinite(start_s) and np.isfinite(stop_s)
        }
        told = {k: (a, b) for k, (a, b) in told.items() if 0 <= a < b <= signal.size}
        if not told:
            continue
        first = min(start for start, _ in told.values())
        last = max(stop for _, stop in told.values())
        reach = max(1, round(_LEVEL_S * fs))
        at = [signal[max(0, k - reach) : k + reach + 1] for k in (first, last)]
        if any(np.isnan(level).all() for level in at):
            continue
        levels = [float(np.nanmedian(level)) for level in at]
        for name, (start, stop) in told.items():
            line = np.interp((start, stop), (first, last), levels)
            yield _Flat(name, start, stop, float(line[0]), float(line[1]))


def _asked(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    lead: str,
    flats: Sequence[_Flat],
    names: Sequence[str],
    chosen: Sequence[int],
    cancelled: Callable[[], bool],
) -> FloatArray:
    """Return logits with each set of segments there, (2 ** n_segments, n_labels).

    The segments of a set are the bits of its number. Only stretches that hold one of
    the beats are asked about again; they count as they do in the recording as it is.
    """
    stretches = _prepared(recording, beats, model)
    logits = model.logits(stretches)
    weights = stretch_weights(logits, model.labels)
    held = [k for k, s in enumerate(stretches) if np.isin(s.beat_index, chosen).any()]
    whole = (weights[held] * logits[held]).sum(axis=0)
    said = [np.tile(whole, (1, 1))]
    sets = range(2 ** len(names) - 1)
    for start, stop in pairwise([*range(0, len(sets), _BATCH), len(sets)]):
        altered: list[Stretch] = []
        for number in sets[start:stop]:
            if cancelled():
                raise Cancelled
            there = {name for bit, name in enumerate(names) if number >> bit & 1}
            gone = [flat for flat in flats if flat.name not in there]
            every = _prepared(_flattened(recording, lead, gone), beats, model)
            altered += [every[k] for k in held]
        if cancelled():
            raise Cancelled
        new = model.logits(altered).reshape(stop - start, len(held), -1)
        said.insert(-1, (weights[held] * new).sum(axis=1))
    return np.concatenate(said)


def _prepared(
    recording: Recording, beats: BeatList, model: EcgModel
) -> Sequence[Stretch]:
    try:
        return model.prepare(recording, beats)
    except ModelAbstains as reason:
        raise EvidenceError(str(reason)) from None


def _flattened(recording: Recording, lead: str, gone: Sequence[_Flat]) -> Recording:
    """Return a copy with lines in the place of segments of a lead."""
    signal = recording.whole_signal_mv.copy()
    row = signal[recording.leads.index(lead)]
    for flat in gone:
        own = row[flat.start : flat.stop]
        line = np.linspace(flat.first_mv, flat.last_mv, own.size, endpoint=False)
        own[:] = np.where(np.isnan(own), own, line)
    signal.flags.writeable = False
    return replace(recording, signal_mv=signal)


def _shapley(said: FloatArray) -> FloatArray:
    """Return Shapley values, (n_players, n_labels), of the answers of all sets."""
    n_players = len(said).bit_length() - 1
    values = np.zeros((n_players, said.shape[1]))
    for player in range(n_players):
        for number in range(len(said)):
            if not number >> player & 1:
                weight = shapley_weight(number.bit_count(), n_players)
                values[player] += weight * (said[number | 1 << player] - said[number])
    return values


def _owen(
    evidence: Mapping[str, Evidence] | None,
    code: str,
    lead: str,
    chosen: Sequence[int],
    n_beats: int,
) -> float | None:
    """Return the Owen value of beats of a lead, the lead's own if they are all."""
    item = None if evidence is None else evidence.get(code)
    row = None if item is None else item.lead_row(lead)
    if item is None or row is None:
        return None
    if len(chosen) == n_beats:
        return item.leads[lead]
    return float(item.beats[row, list(chosen)].sum())

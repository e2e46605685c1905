"""How well waves and intervals agree with LUDB's annotators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.delineation.wave_runs import wave_runs
from ecgviewer.ecg.waves import WAVES, WaveProbabilities
from training.delineation.ludb import AnnotatedRecord, qrs_stretch, reference

FloatArray = NDArray[np.float64]

# A wave is found if the middle of ours lies this close to the middle of theirs.
SAME_WAVE_S = 0.15
# A P wave further before QRS than this is not its own.
MAX_PR_S = 0.5
INTERVALS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms")


@dataclass
class WaveScore:
    """Counts and boundary errors of one kind of wave, over leads and records."""

    found: int = 0
    invented: int = 0
    missed: int = 0
    onset_ms: list[float] = field(default_factory=list)
    offset_ms: list[float] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """In per cent."""
        return 200 * self.found / max(1, 2 * self.found + self.invented + self.missed)


def score_leads(
    scores: dict[str, WaveScore], record: AnnotatedRecord, waves: WaveProbabilities
) -> None:
    """Add one record's leads, between the lead's first and last annotated QRS."""
    for row, lead in enumerate(waves.leads):
        marks = record.waves[row_of(lead)] / record.fs
        qrs_s = marks[np.round(marks[:, 0] * record.fs) == 1, 2]
        if not qrs_s.size:
            continue
        for k, wave in enumerate(WAVES):
            theirs = marks[np.round(marks[:, 0] * record.fs) == k]
            ours = wave_runs(waves.per_lead[row, k + 1], waves.fs, wave)
            _score_wave(scores[wave], ours, theirs, (qrs_s[0], qrs_s[-1]))


def row_of(lead: str) -> int:
    from ecgviewer.ecg.leads import STANDARD_12

    return STANDARD_12.index(lead)


def _score_wave(
    score: WaveScore,
    ours: FloatArray,
    theirs: FloatArray,
    stretch_s: tuple[float, float],
) -> None:
    middle = np.where(
        np.isnan(theirs[:, 1] + theirs[:, 3]),
        theirs[:, 2],
        (theirs[:, 1] + theirs[:, 3]) / 2,
    )
    own_middle = ours.mean(axis=1) if len(ours) else np.empty(0)
    pairs = nearest_pairs(middle, own_middle, SAME_WAVE_S)
    first, last = stretch_s
    # QRS complexes at the borders belong to the stretch, whatever their middle.
    slack = 0.1
    counted = (middle >= first - slack) & (middle <= last + slack)
    own_counted = (own_middle >= first) & (own_middle <= last)
    paired = dict(pairs)
    score.found += sum(counted[i] for i in paired)
    score.missed += sum(counted[i] and i not in paired for i in range(len(middle)))
    taken = set(paired.values())
    score.invented += sum(
        own_counted[j] and j not in taken for j in range(len(own_middle))
    )
    for i, j in pairs:
        if counted[i]:
            score.onset_ms.append(1000 * (ours[j, 0] - theirs[i, 1]))
            score.offset_ms.append(1000 * (ours[j, 1] - theirs[i, 3]))


def nearest_pairs(
    theirs: FloatArray, ours: FloatArray, limit: float
) -> list[tuple[int, int]]:
    """Return pairs (i, j) within ``limit`` of each other, the closest first."""
    if not theirs.size or not ours.size:
        return []
    away = np.abs(theirs[:, None] - ours[None])
    pairs, rows, columns = [], set(), set()
    for flat in np.argsort(away, axis=None):
        i, j = divmod(int(flat), ours.size)
        if away[i, j] > limit:
            break
        if i not in rows and j not in columns:
            pairs.append((i, j))
            rows.add(i)
            columns.add(j)
    return pairs


def scatter_of_marks(record: AnnotatedRecord) -> dict[tuple[str, int], list[float]]:
    """Return how far marks lie from those of the same lead's other beats, in ms.

    By wave and end (0 onset, 1 offset): each mark, from the median of all leads' peaks
    of its wave, less the mean of the other beats' in its lead. Whoever knew a lead's
    other marks would still miss each by this much. The heart's own changes are in it,
    so it is no more than a bound.
    """
    waves = reference(record)
    found: dict[tuple[str, int], list[float]] = {}
    for number, wave in enumerate(WAVES):
        peaks = waves.of(wave)[:, 1]
        for end, column in enumerate((1, 3)):
            found[wave, end] = []
            for marks in record.waves:
                own = marks[marks[:, 0] == number]
                pairs = nearest_pairs(own[:, 2], peaks, SAME_WAVE_S * record.fs)
                from_peak = np.array([own[i, column] - peaks[j] for i, j in pairs])
                known = from_peak[np.isfinite(from_peak)]
                if (n := known.size) > 1:
                    others = (known.sum() - known) / (n - 1)
                    found[wave, end] += list(1000 * (known - others) / record.fs)
    return found


@dataclass(frozen=True)
class RecordReference:
    """A record's reference values: medians over its annotated beats, NaN without."""

    values_ms: dict[str, float]
    p_share: float
    rate_bpm: float
    qrs_peaks_s: FloatArray
    stretch_s: tuple[float, float]


def record_reference(record: AnnotatedRecord) -> RecordReference:
    """Return P, PR, QRS and QT between the first and the last annotated QRS.

    Of each beat the second earliest onset and the second latest offset over the leads.
    """
    first, last = (sample / record.fs for sample in qrs_stretch(record))
    waves = reference(record)
    p, qrs, t = (waves.of(wave)[:, 1:] / record.fs for wave in WAVES)
    inside = (qrs[:, 1] >= first - 0.1) & (qrs[:, 1] <= last + 0.1)
    per_beat: dict[str, list[float]] = {key: [] for key in INTERVALS}
    n_p = 0
    for k in np.flatnonzero(inside):
        onset, _, offset = qrs[k]
        before = qrs[k - 1, 2] if k else first - 1.0
        after = qrs[k + 1, 0] if k + 1 < len(qrs) else np.inf
        per_beat["qrs_ms"].append(offset - onset)
        own_p = p[(p[:, 0] > before) & (p[:, 0] < onset) & (onset - p[:, 0] < MAX_PR_S)]
        if k and len(own_p):
            n_p += 1
            per_beat["p_ms"].append(own_p[-1, 2] - own_p[-1, 0])
            per_beat["pr_ms"].append(onset - own_p[-1, 0])
        own_t = t[(t[:, 0] > offset - 0.03) & (t[:, 2] < after + 0.05)]
        if len(own_t) and k != np.flatnonzero(inside)[-1]:
            per_beat["qt_ms"].append(own_t[0, 2] - onset)
    peaks = qrs[inside, 1]
    rr = np.diff(peaks)
    return RecordReference(
        {key: 1000 * _median(values) for key, values in per_beat.items()},
        # Nothing is known of what comes before the first annotated QRS.
        n_p / max(1, inside.sum() - 1),
        60.0 / rr.mean() if rr.size else np.nan,
        peaks,
        (first, last),
    )


def halves_apart(
    record: AnnotatedRecord, draws: int = 12, seed: int = 0
) -> dict[str, list[float]]:
    """Return how far the reference of six leads lies from that of the other six, in ms.

    Leads are drawn. What the annotators' own values leave open, not counting what is
    the same in all of their leads.
    """
    rng = np.random.default_rng(seed)
    found: dict[str, list[float]] = {key: [] for key in INTERVALS}
    n_leads = len(record.waves)
    for _ in range(draws):
        order = rng.permutation(n_leads)
        first, second = (
            record_reference(_of_leads(record, half)).values_ms
            for half in (order[: n_leads // 2], order[n_leads // 2 :])
        )
        for key in INTERVALS:
            found[key].append(first[key] - second[key])
    return found


def _of_leads(record: AnnotatedRecord, rows: NDArray[np.integer]) -> AnnotatedRecord:
    """Return a record as if nobody had annotated the other leads."""
    nothing = np.empty((0, 4))
    waves = tuple(w if k in rows else nothing for k, w in enumerate(record.waves))
    return replace(record, waves=waves)


def _median(values: Sequence[float]) -> float:
    known = np.array([value for value in values if np.isfinite(value)])
    return float(np.median(known)) if known.size else np.nan


def mean_and_sd(values: Iterable[float]) -> tuple[float, float, int]:
    """Return mean, SD and number of what is not NaN."""
    known = np.array([value for value in values if np.isfinite(value)])
    if known.size < 2:
        return np.nan, np.nan, int(known.size)
    return float(known.mean()), float(known.std(ddof=1)), int(known.size)

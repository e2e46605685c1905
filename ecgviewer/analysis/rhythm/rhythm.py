"""Rate, regularity, pauses and premature beats from the RR intervals."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.local_median_rr import local_median_rr
from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.beats.rr_gaps import remarks
from ecgviewer.analysis.statistics.uncertainty import Z_95, Doubt
from ecgviewer.ecg.measurements import Measurement, Pause, no_value
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason

FloatArray = NDArray[np.float64]

LONG_PAUSE_S = 3.0
# Of a recording that shows less than this nothing is counted.
MIN_SEEN_SHARE = 0.5
# The rate's range is that of single RR intervals, of means over these in a day.
LONG_S, BEATS_IN_RANGE = 60.0, 8
# A beat is premature if its RR interval is below this share of the usual around it.
PREMATURE_SHARE = 0.80
_USUAL_BEATS = 7
# If more of the RR intervals than this depart from the usual by a tenth, nothing is
# early or late.
_IRREGULAR_SHARE, _DEPARTURE = 0.4, 0.1
# So many intervals of a rhythm that ectopic beats interrupt say what is usual in it.
MIN_OF_RHYTHM = 3

# A rhythm is regular but for single beats if RR is rarely further from the usual one.
STEADY_SHARE_OF_RR = 0.10

# R peaks of one beat differ between detectors and annotators by this.
_R_PEAK_SD_S = 0.005


def rate_values(beats: MeasuredBeats, doubt: Doubt) -> dict[str, Measurement]:
    """Return the heart rate, its range and the RR interval.

    The rate is that of the whole recording, 60 s over the mean RR interval, which is
    what counting beats gives in atrial fibrillation, too. Its interval holds what R
    peaks placed by chance add, and that the mean is of the few RR intervals that this
    stretch happens to hold: another has others (``_sampling_error_s``).
    """
    rr, unseen = beats.known_rr_s, remarks(beats.rr_gaps)
    if not rr.size:
        none = unseen or why.FEW_RR()
        rates = ("heart_rate_bpm", "rate_min_bpm", "rate_max_bpm")
        return dict.fromkeys(rates, no_value("bpm", none)) | {
            "rr_ms": no_value("ms", none)
        }
    r_peak_s = max(_R_PEAK_SD_S, doubt.sample_ms / 1000)
    return {
        "heart_rate_bpm": _mean_rate(rr, r_peak_s, unseen),
        **_rate_range(rr, r_peak_s, unseen),
        "rr_ms": _usual_rr(rr, r_peak_s),
    }


def _mean_rate(
    rr: FloatArray, r_peak_s: float, unseen: tuple[Reason, ...]
) -> Measurement:
    """Return 60 s over the mean RR interval; R peaks have the SD ``r_peak_s``."""
    mean = float(rr.mean())
    rate = 60.0 / mean
    # Only the first and the last R peak decide the mean.
    placed_s = np.sqrt(2.0) * r_peak_s / rr.size
    half_mean_s = Z_95 * float(np.hypot(placed_s, _sampling_error_s(rr)))
    return Measurement(
        rate,
        "bpm",
        phrase("60 s over the mean RR interval of the recording"),
        # However long the mean RR of a longer stretch is, no rate is below zero.
        low=60.0 / (mean + half_mean_s),
        high=rate * (1.0 + half_mean_s / mean),
        reasons=unseen,
        n_beats=rr.size + 1,
    )


def _rate_range(
    rr: FloatArray, r_peak_s: float, unseen: tuple[Reason, ...]
) -> dict[str, Measurement]:
    """Return the slowest and the fastest rate; beats that are unseen hide a slower."""
    ranged, n_each, how = _ranged(rr)
    half_s = Z_95 * np.sqrt(2.0) * r_peak_s / n_each
    slowest = phrase("60 s over the longest RR interval of all beats{how}", how=how)
    fastest = phrase("60 s over the shortest RR interval of all beats{how}", how=how)
    return {
        key: Measurement(
            60.0 / rr_s,
            "bpm",
            method,
            low=60.0 / (rr_s + half_s),
            high=60.0 / max(rr_s - half_s, rr_s / 2),
            reasons=reasons,
            n_beats=rr.size + 1,
        )
        for key, rr_s, method, reasons in (
            ("rate_min_bpm", float(ranged.max()), slowest, unseen),
            ("rate_max_bpm", float(ranged.min()), fastest, ()),
        )
    }


def _usual_rr(rr: FloatArray, r_peak_s: float) -> Measurement:
    usual = 1000 * float(np.median(rr))
    half = Z_95 * 1000 * np.sqrt(2.0) * r_peak_s / np.sqrt(rr.size)
    return Measurement(
        usual,
        "ms",
        phrase("median RR interval of all beats"),
        low=usual - half,
        high=usual + half,
        n_beats=rr.size + 1,
    )


def _sampling_error_s(rr: FloatArray) -> float:
    """Return the SD of the mean of these RR intervals, as part of a longer rhythm.

    That of independent ones is SD/√n. A long interval behind a short one, as in
    bigeminy, brings the mean nearer, breathing takes it farther away: what counts is
    the variance of the means of two in a row, of which there are n/2. Where the stretch
    begins and ends decides of one interval more or less, which adds SD/n. Of fewer than
    three none is known.

    Parameters
    ----------
    rr : ndarray of float64, shape (n_rr,)
        In s, as the answer is.
    """
    n = rr.size
    if n < 3:
        return 0.0
    pairs = (rr[1:] + rr[:-1]) / 2
    of_mean = 2 * float(pairs.var(ddof=1)) / n
    at_ends = float(rr.var(ddof=1)) / n**2
    return float(np.sqrt(of_mean + at_ends))


def steady_share(beats: MeasuredBeats) -> float | None:
    """Return which share of RR intervals between dominant beats is near the usual.

    ``None`` if there are fewer than three.
    """
    normal = beats.normal_rr_s
    known = normal[np.isfinite(normal)]
    if known.size < 3:
        return None
    usual = float(np.median(known))
    return float(np.mean(np.abs(known - usual) <= STEADY_SHARE_OF_RR * usual))


def variability_values(beats: MeasuredBeats) -> dict[str, Measurement]:
    """Return how much RR intervals between dominant beats vary."""
    normal = beats.normal_rr_s
    known = normal[np.isfinite(normal)]
    steps = np.diff(normal)
    steps = steps[np.isfinite(steps)]
    n_beats, share = int(known.size) + 1, _steady_share_value(beats)
    if known.size < 3 or not steps.size:
        none = no_value("ms", why.FEW_DOMINANT_RR())
        return {"rr_steady_share": share} | dict.fromkeys(
            ("rr_sd_ms", "rmssd_ms", "rr_range_ms"), none
        )
    sd = 1000 * float(known.std(ddof=1))
    rmssd = 1000 * float(np.sqrt(np.mean(steps**2)))
    spread = 1000 * float(np.ptp(known))
    return {"rr_steady_share": share} | {
        key: Measurement(value, "ms", method, *bounds, n_beats=n_beats)
        for key, value, method, bounds in (
            (
                "rr_sd_ms",
                sd,
                phrase("SD of RR intervals between dominant beats"),
                _jittered(sd, 2),
            ),
            (
                "rmssd_ms",
                rmssd,
                phrase("root mean square of successive RR differences, dominant beats"),
                _jittered(rmssd, 6),
            ),
            (
                "rr_range_ms",
                spread,
                phrase("longest less shortest RR interval between dominant beats"),
                _jittered(spread, 4),
            ),
        )
    }


def _steady_share_value(beats: MeasuredBeats) -> Measurement:
    share = steady_share(beats)
    if share is None:
        return no_value("", why.FEW_DOMINANT_RR())
    return Measurement(
        share,
        "",
        phrase(
            "share of RR intervals between dominant beats within "
            "{steady_share_of_rr:.0f} % of their median",
            steady_share_of_rr=100 * STEADY_SHARE_OF_RR,
        ),
        n_beats=int(np.isfinite(beats.normal_rr_s).sum()) + 1,
    )


def pauses(beats: MeasuredBeats) -> tuple[Pause, ...]:
    """Return the RR intervals longer than ``PAUSE_S``, in the order of time.

    What is left of one at either end of the recording counts, too: it was longer.
    """
    return tuple(
        Pause(one.start_s, one.length_s) for one in beats.rr_gaps if one.is_pause
    )


def pause_values(
    found: tuple[Pause, ...], beats: MeasuredBeats
) -> dict[str, Measurement]:
    """Return how many pauses there are, and the longest RR interval."""
    rr, unseen = beats.known_rr_s, remarks(beats.rr_gaps)
    units = {"pauses_over_2s": "", "pauses_over_3s": "", "longest_rr_ms": "ms"}
    if not (rr.size or found) or _seen_share(beats) < MIN_SEEN_SHARE:
        return {
            key: no_value(unit, unseen or why.FEW_RR()) for key, unit in units.items()
        }
    long = sum(pause.length_s > LONG_PAUSE_S for pause in found)
    counts = {
        f"pauses_over_{limit}s": Measurement(
            float(n),
            "",
            phrase("RR intervals longer than {limit} s", limit=limit),
            reasons=unseen,
            n_beats=rr.size + 1,
        )
        for limit, n in ((2, len(found)), (3, long))
    }
    return counts | {"longest_rr_ms": _longest(found, rr, unseen)}


def _longest(
    found: tuple[Pause, ...], rr: FloatArray, unseen: tuple[Reason, ...]
) -> Measurement:
    longest = float(rr.max(initial=0.0))
    # At an end of the recording nobody knows how long it was.
    if any(pause.length_s > longest for pause in found):
        return no_value("ms", unseen)
    half_s = Z_95 * np.sqrt(2.0) * _R_PEAK_SD_S
    return Measurement(
        1000 * longest,
        "ms",
        phrase("longest RR interval of all beats"),
        low=1000 * (longest - half_s),
        high=1000 * (longest + half_s),
        reasons=unseen,
        n_beats=rr.size + 1,
    )


def _seen_share(beats: MeasuredBeats) -> float:
    """Return the share of the time from the first to the last beat that is known."""
    seen = float(beats.known_rr_s.sum())
    unseen = sum(one.length_s for one in beats.rr_gaps if not one.is_pause)
    return seen / (seen + unseen) if seen + unseen > 0 else 1.0


def premature(
    beats: MeasuredBeats, *, has_p: bool | None = None
) -> NDArray[np.int64] | None:
    """Return which beats come early; ``None`` if the rhythm is too irregular to tell.

    A beat is premature if the RR interval before it is below 80 % of the usual one, the
    median of the seven around it. In bigeminy and trigeminy most intervals begin or end
    at an ectopic beat, and none is usual; there beats are held against the rhythm that
    the ectopic ones interrupt (``_interrupting``).

    Parameters
    ----------
    has_p : bool or None
        Whether P waves belong to the rhythm, ``None`` if it is not known.
    """
    rr = beats.rr_s
    known = np.flatnonzero(np.isfinite(rr))
    if known.size < 3:
        return None
    share = rr[known] / local_median_rr(rr[known], _USUAL_BEATS)
    if _departs(share) > _IRREGULAR_SHARE:
        return _interrupting(beats, has_p=has_p)
    early: NDArray[np.int64] = known[share < PREMATURE_SHARE]
    return early


def _departs(share: FloatArray) -> float:
    """Return which part of RR intervals, as shares of the usual, depart from it."""
    return float(np.mean(np.abs(share - 1.0) > _DEPARTURE))


def _interrupting(
    beats: MeasuredBeats, *, has_p: bool | None
) -> NDArray[np.int64] | None:
    """Return which beats come early in a rhythm that ectopic ones interrupt.

    ``None`` if what they leave of it is irregular, or may be: in fibrillation, where
    aberrant beats follow short intervals, a few intervals are alike by chance, so P is
    asked for. A beat is early by the RR interval between beats of the rhythm; where an
    ectopic one comes every other beat there is none, and it is early by the interval
    behind it. The two together must then be regular.
    """
    ectopic = beats.ectopic
    if ectopic is None or not ectopic.any() or has_p is False:
        return None
    rr, after_ectopic = beats.rr_s, np.append(False, ectopic[:-1])
    of_rhythm = np.isfinite(rr) & ~ectopic & ~after_ectopic
    behind = np.append(rr[1:], np.nan)
    between = ectopic & ~after_ectopic & ~np.append(ectopic[1:], False)
    between &= np.isfinite(rr + behind)
    if np.count_nonzero(of_rhythm) >= MIN_OF_RHYTHM:
        lengths, sought = rr[of_rhythm], ectopic | of_rhythm
        around = local_median_rr(lengths, _USUAL_BEATS)
        usual = np.interp(np.arange(rr.size), np.flatnonzero(of_rhythm), around)
    elif np.count_nonzero(between) >= MIN_OF_RHYTHM:
        lengths, sought = (rr + behind)[between], ectopic
        around = local_median_rr(lengths, _USUAL_BEATS)
        # None is known behind the last beat.
        usual = np.where(np.isfinite(behind), behind, np.median(behind[between]))
    else:
        return None
    few = lengths.size < _USUAL_BEATS
    allowed = 0.0 if few else _IRREGULAR_SHARE
    if (few and not has_p) or _departs(lengths / around) > allowed:
        return None
    with np.errstate(invalid="ignore"):
        early: NDArray[np.int64] = np.flatnonzero(
            sought & (rr < PREMATURE_SHARE * usual)
        )
    return early if early.size else None


def premature_value(
    found: NDArray[np.int64] | None, beats: MeasuredBeats
) -> Measurement:
    if found is None:
        few = beats.known_rr_s.size < 3
        reason = why.FEW_RR_FOR_EARLY if few else why.NOTHING_TO_BE_EARLY_IN
        return no_value("", reason())
    return Measurement(
        float(found.size),
        "",
        phrase("beats after an RR interval below 80 % of the usual one around it"),
        n_beats=len(beats),
    )


def ectopic_values(
    beats: MeasuredBeats, conducted: NDArray[np.bool_] | None = None
) -> dict[str, Measurement]:
    """Return how many beats have another shape, how many follow one another, how fast.

    The rate of a run is 60 s over the mean RR interval within it.

    Parameters
    ----------
    conducted : ndarray of bool, shape (n_beats,), or None
        Beats of another shape that are conducted (``aberrant_beats``): they are part
        of no run.
    """
    ectopic = beats.ectopic
    if ectopic is None or not beats.dominant.any():
        reason = why.KINDS_UNKNOWN()
        units = {"ectopic_beats": "", "ectopic_run_beats": "", "ectopic_run_bpm": "bpm"}
        return {key: no_value(unit, reason) for key, unit in units.items()}
    if conducted is None:
        conducted = np.zeros_like(ectopic)
    in_run = ectopic & ~conducted
    edges = np.flatnonzero(np.diff(np.concatenate([[False], in_run, [False]])))
    starts, stops = edges[::2], edges[1::2]
    longest = int((stops - starts).max(initial=0))
    n_conducted = int(conducted.sum())
    note = (why.CONDUCTED_AMONG(n=n_conducted),) if n_conducted else ()
    found = {
        key: Measurement(float(count), "", method, reasons=note, n_beats=len(beats))
        for key, count, method in (
            (
                "ectopic_beats",
                int(ectopic.sum()),
                phrase("beats of another shape than the dominant ones"),
            ),
            (
                "ectopic_run_beats",
                longest,
                phrase("most beats in a row of another shape than the dominant ones"),
            ),
        )
    }
    return found | {"ectopic_run_bpm": _run_rate(beats, starts, stops, longest)}


def _run_rate(
    beats: MeasuredBeats,
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    longest: int,
) -> Measurement:
    """Return the rate of the longest run, of several the fastest."""
    if longest < 2:
        return no_value("bpm", why.NO_RUN())
    rates = [
        60.0 / float(np.mean(beats.rr_s[start + 1 : stop]))
        for start, stop in zip(starts, stops, strict=True)
        if stop - start == longest
    ]
    known = [rate for rate in rates if np.isfinite(rate)]
    if not known:
        return no_value("bpm", why.RUN_RR_UNKNOWN())
    method = phrase(
        "60 s over the mean RR interval of the longest run of ectopic beats"
    )
    return Measurement(max(known), "bpm", method, n_beats=longest)


def rr_variation(rr_s: FloatArray) -> float:
    """Return the SD of RR intervals as a share of their mean, 0 for fewer than two."""
    known = rr_s[np.isfinite(rr_s)]
    return float(known.std() / known.mean()) if known.size > 1 else 0.0


def _ranged(rr: FloatArray) -> tuple[FloatArray, int, str]:
    """Return what the range is of: RR intervals, or means of several of them."""
    if rr.sum() <= LONG_S or rr.size <= BEATS_IN_RANGE:
        return rr, 1, ""
    sums = np.convolve(rr, np.ones(BEATS_IN_RANGE), mode="valid")
    means = sums / BEATS_IN_RANGE
    return (
        means,
        BEATS_IN_RANGE,
        phrase(", means of {beats_in_range}", beats_in_range=BEATS_IN_RANGE),
    )


def _jittered(value_ms: float, n_peaks: float) -> tuple[float, float]:
    """Return an interval of a spread that R peaks placed by chance add to.

    ``n_peaks`` is how many R peaks' errors enter each value squared: 2 for intervals,
    6 for differences between successive ones.
    """
    added = n_peaks * (1000.0 * _R_PEAK_SD_S) ** 2
    low = max(0.0, value_ms**2 - Z_95 * added) ** 0.5
    return low, (value_ms**2 + (Z_95 - 1) * added) ** 0.5

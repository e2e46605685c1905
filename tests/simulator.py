"""Simulated 12-lead ECGs whose fiducials are exact.

Every wave is a sum of bumps that are zero outside their own limits, so a wave begins
and ends where it says, not where it sinks below some level. Bumps have an amplitude in
each of the eight independent leads; III, aVR, aVL and aVF follow from I and II, so
Einthoven's and Goldberger's identities hold exactly. In the frontal plane all bumps of
a wave point along one axis, so the axis by peaks and that by areas are the same.

``simulate`` returns the recording with its truth: fiducials per lead and common, beat
classes, pacing spikes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12, derive_limb_leads
from ecgviewer.ecg.recording import Recording, Source
from tests.simulated_noise import CLEAN, Noise

FloatArray = NDArray[np.float64]
Eight = tuple[float, ...]

# Where a raised cosine's steepest tangent meets zero, as a share of the way from the
# peak to the end.
TANGENT_SHARE = 0.5 + 1 / np.pi
# A sinus beat this close before or after a given ectopic beat does not happen.
REFRACTORY_S = (0.25, 0.45)
_FIBRILLATION = (0.02, 0.05, 0.10, 0.05, 0.02, 0.02, 0.02, 0.02)
_FLUTTER = (0.02, -0.20, 0.15, 0.05, 0.0, 0.0, -0.02, -0.04)
_SPIKE = (0.6, 1.5, -1.0, -1.2, -0.8, 0.9, 1.1, 1.0)


def dipole(mv: float, axis_deg: float, chest_mv: Sequence[float]) -> Eight:
    """Return amplitudes in I, II, V1-V6 of a frontal vector and six chest leads."""
    angle = np.deg2rad(axis_deg)
    lead_i, lead_ii = mv * np.cos(angle), mv * np.cos(angle - np.pi / 3)
    return (float(lead_i), float(lead_ii), *chest_mv)


@dataclass(frozen=True)
class Bump:
    """A rise and a fall within a wave; times are shares of the wave's duration.

    It rises and falls as half a cosine, or in a straight line. ``mv`` are the
    amplitudes in I, II, V1-V6.
    """

    start: float
    peak: float
    stop: float
    mv: Eight
    straight: bool = False

    def at(self, shares: FloatArray) -> FloatArray:
        up = (shares - self.start) / (self.peak - self.start)
        down = (self.stop - shares) / (self.stop - self.peak)
        height = np.clip(np.minimum(up, down), 0.0, 1.0)
        return height if self.straight else (1 - np.cos(np.pi * height)) / 2


@dataclass(frozen=True)
class BeatShape:
    """One heart beat. Durations in s; PR and QT from onset to onset and to T's end.

    ``st_mv`` is the level in I, II, V1-V6 from the J point to T's peak.
    """

    p: tuple[Bump, ...]
    qrs: tuple[Bump, ...]
    t: tuple[Bump, ...]
    p_s: float = 0.10
    pr_s: float = 0.16
    qrs_s: float = 0.09
    qt_s: float = 0.39
    t_s: float = 0.18
    # Where in QRS the beat's R peak is, as a share of its duration.
    r_share: float = 0.42
    st_mv: Eight = (0.0,) * 8
    u_mv: float = 0.0
    u_after_s: float = 0.02  # from T's end; U is fused with T if that is less than none

    def for_rate(self, rate_bpm: float) -> "BeatShape":
        """Return the beat with QT and T shortened as Fridericia says."""
        factor = (60.0 / rate_bpm) ** (1 / 3)
        return replace(self, qt_s=self.qt_s * factor, t_s=self.t_s * factor)

    @property
    def limits_s(self) -> dict[str, tuple[float, float]]:
        """Onset and offset of P, QRS and T relative to the R peak."""
        onset = -self.r_share * self.qrs_s
        j_point, t_end = onset + self.qrs_s, onset + self.qt_s
        return {
            "p": (onset - self.pr_s, onset - self.pr_s + self.p_s),
            "qrs": (onset, j_point),
            "t": (max(j_point, t_end - self.t_s), t_end),
        }

    def waves(self, name: str, times_s: FloatArray) -> FloatArray:
        """Return one wave in the eight leads at times relative to the R peak."""
        start, stop = self.limits_s[name]
        shares = (times_s - start) / (stop - start)
        rows = np.zeros((len(INDEPENDENT_8), times_s.size))
        for bump in getattr(self, name):
            rows += np.outer(bump.mv, bump.at(shares))
        return rows

    def signal(self, times_s: FloatArray) -> FloatArray:
        """Return the beat in the eight leads at times relative to the R peak."""
        rows = sum(self.waves(name, times_s) for name in ("p", "qrs", "t"))
        rows += np.outer(self.st_mv, self._st_profile(times_s))
        u_start = self.limits_s["t"][1] + self.u_after_s
        u_wave = Bump(0.0, 0.5, 1.0, (1.0,) * 8).at((times_s - u_start) / 0.12)
        return np.asarray(rows + self.u_mv * u_wave)

    def _st_profile(self, times_s: FloatArray) -> FloatArray:
        j_point = self.limits_s["qrs"][1]
        t_start, t_end = self.limits_s["t"]
        last = self.t[-1] if self.t else Bump(0.0, 0.5, 1.0, (0.0,) * 8)
        peak = t_start + last.peak * (t_end - t_start)
        rise = np.clip(times_s / j_point, 0.0, 1.0)
        fall = np.clip((t_end - times_s) / (t_end - peak), 0.0, 1.0)
        if not last.straight:
            fall = (1 - np.cos(np.pi * fall)) / 2
        return np.asarray((1 - np.cos(np.pi * rise)) / 2 * fall)


def sinus_beat(
    *,
    p_axis_deg: float = 60.0,
    qrs_axis_deg: float = 50.0,
    t_axis_deg: float = 45.0,
    p_mv: float = 0.14,
    r_mv: float = 1.2,
    t_mv: float = 0.35,
    straight_t: bool = False,
    **options: object,
) -> BeatShape:
    """Return a normal beat; amplitudes are those of the frontal vectors."""
    chest_p = (0.05, 0.07, 0.08, 0.08, 0.08, 0.07)
    chest_t = (-0.05, 0.40, 0.50, 0.45, 0.35, 0.25)
    q, r, s = -0.08 * r_mv, r_mv, -0.2 * r_mv
    return BeatShape(
        p=(Bump(0.0, 0.5, 1.0, dipole(p_mv, p_axis_deg, chest_p)),),
        qrs=(
            Bump(0.0, 0.15, 0.32, dipole(q, qrs_axis_deg, _chest(0.2, 0.3, 0, -0.1))),
            Bump(0.17, 0.42, 0.67, dipole(r, qrs_axis_deg, _chest(-0.9, -0.7, 1, 1.3))),
            Bump(0.55, 0.78, 1.0, dipole(s, qrs_axis_deg, _chest(-0.3, -0.6, -0.2, 0))),
        ),
        t=(Bump(0, 0.6, 1, dipole(t_mv, t_axis_deg, chest_t), straight=straight_t),),
        **options,  # type: ignore[arg-type]
    )


def _chest(v1: float, v2: float, v4: float, v6: float) -> tuple[float, ...]:
    """Return V1-V6, those between halfway between their neighbours."""
    return (v1, v2, (v2 + v4) / 2, v4, (v4 + v6) / 2, v6)


def ventricular_beat(
    axis_deg: float = -70.0, qrs_s: float = 0.16, qt_s: float = 0.46
) -> BeatShape:
    """Return a wide beat without P whose T points the other way."""
    chest = _chest(1.6, 1.8, 0.6, -0.8)
    opposite = tuple(-0.4 * v for v in chest)
    return BeatShape(
        p=(),
        qrs=(
            Bump(0.0, 0.4, 0.8, dipole(1.5, axis_deg, chest)),
            Bump(0.5, 0.8, 1.0, dipole(0.4, axis_deg, chest)),
        ),
        t=(Bump(0.0, 0.5, 1.0, dipole(-0.5, axis_deg, opposite)),),
        qrs_s=qrs_s,
        qt_s=qt_s,
        t_s=0.24,
    )


# Bumps of the QRS of a ventricular tachycardia: their places and relative heights.
SLURRED = {
    "smooth": ((0.0, 0.5, 1.0, 1.0),),
    "slurred": ((0.0, 0.35, 0.8, 0.8), (0.2, 0.6, 1.0, 0.5)),
    "notched": ((0.0, 0.3, 0.62, 0.9), (0.38, 0.7, 1.0, 0.8)),
    "with q": ((0.0, 0.18, 0.4, -0.35), (0.15, 0.5, 1.0, 1.0)),
}


def tachycardia_beat(
    rate_bpm: float,
    *,
    form: str = "slurred",
    axis_deg: float = -70.0,
    qrs_s: float = 0.16,
    t_share: float = 0.45,
    like_lbbb: bool = False,
) -> BeatShape:
    """Return a beat of a ventricular tachycardia: slurred, no P, T discordant.

    ``form`` is one of ``SLURRED``. T begins where QRS ends, on a level that points its
    way already, and ends just before the next QRS.
    """
    rr_s = 60.0 / rate_bpm
    chest = _chest(-0.9, -1.6, -0.2, 1.3) if like_lbbb else _chest(1.4, 1.6, 0.4, -0.9)
    whole = np.array(dipole(1.5, axis_deg, chest))
    qt_s = max(min(0.45 * rr_s ** (1 / 3) + 0.06, 0.97 * rr_s), qrs_s + 0.08)
    return BeatShape(
        p=(),
        qrs=tuple(Bump(*place, tuple(k * whole)) for *place, k in SLURRED[form]),
        t=(Bump(0.0, 0.45, 1.0, tuple(-0.6 * t_share * whole)),),
        qrs_s=qrs_s,
        qt_s=qt_s,
        t_s=qt_s - qrs_s,
        r_share=0.45,
        st_mv=tuple(-0.3 * t_share * whole),
    )


def left_bundle_branch_block_beat() -> BeatShape:
    """Return a beat with P and a broad notched R in I and V6, a deep S in V1."""
    chest, small = _chest(-1.4, -1.8, -0.4, 1.2), _chest(-0.6, -0.8, 0.2, 1.0)
    opposite = tuple(-0.35 * v for v in chest)
    normal = sinus_beat()
    return replace(
        normal,
        qrs=(
            Bump(0.0, 0.35, 0.7, dipole(1.0, 0.0, chest)),
            Bump(0.4, 0.7, 1.0, dipole(0.9, 0.0, small)),
        ),
        t=(Bump(0.0, 0.55, 1.0, dipole(-0.35, 0.0, opposite)),),
        qrs_s=0.15,
        qt_s=0.44,
        t_s=0.22,
    )


SINUS = sinus_beat()
VENTRICULAR = ventricular_beat()
LBBB = left_bundle_branch_block_beat()


@dataclass(frozen=True, eq=False)
class Simulated:
    """A recording and what is true of it.

    ``t_tangent_s`` is where the steepest tangent of T meets the baseline, shape
    (n_beats,); ``classes`` are ``dominant``, ``ectopic`` or ``paced``.
    """

    recording: Recording
    fiducials: Fiducials
    t_tangent_s: FloatArray
    classes: tuple[str, ...]
    spikes_s: tuple[float, ...] = ()
    shapes: tuple[BeatShape, ...] = field(default=(), repr=False)

    @property
    def r_peaks(self) -> NDArray[np.int64]:
        """R peaks as the nearest samples."""
        places = np.round(self.fiducials.r_peaks_s * self.recording.fs)
        return places.astype(np.int64)


def regular_r_s(
    rate_bpm: float = 70.0, duration_s: float = 10.0, first_s: float = 0.5
) -> FloatArray:
    """Return R times of a regular rhythm that leave room for the last T."""
    return np.arange(first_s, duration_s - 0.3, 60.0 / rate_bpm)


def irregular_r_s(
    rate_bpm: float = 90.0, duration_s: float = 10.0, seed: int = 0
) -> FloatArray:
    """Return R times as in atrial fibrillation: RR differs at random from beat to beat.

    No RR interval is below 0.35 s.
    """
    rng = np.random.default_rng(seed)
    usual = 60.0 / rate_bpm
    rr = 0.35 + rng.gamma(4.0, max(usual - 0.35, 0.05) / 4.0, int(duration_s * 4))
    times = 0.5 + np.cumsum(rr)
    return np.asarray(times[times < duration_s - 0.3])


def conducted_r_s(
    flutter_bpm: float,
    blocks: Sequence[int],
    *,
    duration_s: float = 10.0,
    jitter_s: float = 0.010,
    seed: int = 0,
) -> FloatArray:
    """Return R times of flutter of which every so many waves are conducted, in turn.

    ``jitter_s`` is the SD of the time that conduction takes.
    """
    rng = np.random.default_rng(seed)
    waves = np.cumsum(np.resize(blocks, int(duration_s * flutter_bpm / 60)))
    times = 0.3 + waves * 60.0 / flutter_bpm
    times = times[times < duration_s - 0.3]
    return np.asarray(times + jitter_s * rng.standard_normal(times.size))


def simulate(
    r_s: Sequence[float] | FloatArray | None = None,
    *,
    rate_bpm: float = 70.0,
    duration_s: float = 10.0,
    fs: float = 500.0,
    shape: BeatShape = SINUS,
    atria: Literal["sinus", "fibrillation", "flutter"] = "sinus",
    flutter_bpm: float = 300.0,
    ectopic: Mapping[float, BeatShape] | Sequence[float] = (),
    pacing: Literal["", "atrial", "ventricular", "dual"] = "",
    spike_mv: float = 1.0,
    noise: Noise = CLEAN,
    leads: Sequence[str] = STANDARD_12,
    unit_is_mv: bool = True,
    seed: int = 0,
) -> Simulated:
    """Simulate a recording.

    Parameters
    ----------
    r_s : R times in s; without them the rhythm is regular at ``rate_bpm``.
    shape : of all beats but the ectopic ones. Ventricular pacing and atria that do not
        contract take its P away; ventricular pacing gives it a wide QRS.
    ectopic : R times of ectopic beats, or these with their shapes. Beats of the basic
        rhythm just before and after do not happen.
    spike_mv : factor on the pacing spikes, which last 1 ms, or one sample.
    unit_is_mv : False also scales the signal by an odd factor.
    """
    rng = np.random.default_rng(seed)
    basic = regular_r_s(rate_bpm, duration_s) if r_s is None else np.asarray(r_s)
    if pacing in ("ventricular", "dual"):
        wide = replace(VENTRICULAR, pr_s=shape.pr_s)
        shape = replace(wide, p=shape.p) if pacing == "dual" else wide
    if atria != "sinus":
        shape = replace(shape, p=())
    odd = (
        ectopic if isinstance(ectopic, Mapping) else dict.fromkeys(ectopic, VENTRICULAR)
    )
    beats = [(float(t), shape, False) for t in basic if not _suppressed(t, odd)]
    beats = sorted(
        [*beats, *((t, s, True) for t, s in odd.items())], key=lambda b: b[0]
    )
    times_s = np.arange(round(duration_s * fs)) / fs
    rows = _atrial_waves(atria, times_s, rng, flutter_bpm / 60)
    spikes = []
    for r_time, beat, is_odd in beats:
        _add_beat(rows, beat, r_time, fs)
        if pacing and not is_odd:
            spikes += _spike_times(beat, r_time, pacing)
    for spike in spikes:
        first = round(spike * fs)
        rows[:, first : first + max(1, round(0.001 * fs))] += (
            spike_mv * np.array(_SPIKE)[:, None]
        )
    signal = noise.spoil(twelve_leads(rows), fs, rng)
    usual = "paced" if pacing else "dominant"
    return Simulated(
        recording=_recording(signal, fs, leads, unit_is_mv),
        fiducials=_truth(beats, leads, duration_s),
        t_tangent_s=np.array([t + _tangent_s(s) for t, s, _ in beats]),
        classes=tuple("ectopic" if is_odd else usual for *_, is_odd in beats),
        spikes_s=tuple(spikes),
        shapes=tuple(s for _, s, _ in beats),
    )


def with_dissociated_p(simulated: Simulated, rate_bpm: float = 83.0) -> Recording:
    """Return the recording with P waves that go their own way."""
    recording = simulated.recording
    times_s = np.arange(0.2, recording.duration_s, 60.0 / rate_bpm)
    return with_p_waves(recording, times_s + SINUS.limits_s["p"][0])


def with_p_waves(recording: Recording, onset_s: FloatArray) -> Recording:
    """Return the recording with P waves that begin there."""
    signal = recording.whole_signal_mv
    times_s = np.arange(signal.shape[1]) / recording.fs
    rows = np.zeros((len(INDEPENDENT_8), times_s.size))
    for onset in onset_s.tolist():
        rows += SINUS.waves("p", times_s - onset + SINUS.limits_s["p"][0])
    return replace(recording, signal_mv=signal + twelve_leads(rows).astype(np.float32))


def twelve_leads(rows: FloatArray) -> FloatArray:
    """Return the rows of ``STANDARD_12`` from those of I, II, V1-V6."""
    by_name = dict(zip(INDEPENDENT_8, rows, strict=True))
    by_name |= derive_limb_leads(by_name["I"], by_name["II"])
    return np.stack([by_name[name] for name in STANDARD_12])


def _recording(
    signal: FloatArray, fs: float, leads: Sequence[str], unit_is_mv: bool
) -> Recording:
    chosen = signal[[STANDARD_12.index(name) for name in leads]]
    return Recording(
        signal_mv=(chosen if unit_is_mv else 731.0 * chosen).astype(np.float32),
        fs=fs,
        leads=tuple(leads),
        source=Source(Path("simulated.hea"), "simulated", "0" * 64),
        unit_is_mv=unit_is_mv,
    )


def _suppressed(r_time: float, odd: Mapping[float, BeatShape]) -> bool:
    before, after = REFRACTORY_S
    return any(t - before < r_time < t + after for t in odd)


def _add_beat(rows: FloatArray, beat: BeatShape, r_time: float, fs: float) -> None:
    first = max(0, int((r_time - 0.6) * fs))
    stop = min(rows.shape[1], int((r_time + 1.0) * fs))
    rows[:, first:stop] += beat.signal(np.arange(first, stop) / fs - r_time)


def _atrial_waves(
    atria: str, times_s: FloatArray, rng: np.random.Generator, flutter_hz: float
) -> FloatArray:
    if atria == "fibrillation":
        # Frequency and size wander, as those of fibrillatory waves do.
        steps = rng.standard_normal((2, times_s.size)).cumsum(axis=1)
        drift = steps / np.sqrt(np.maximum(1, np.arange(1, times_s.size + 1)))
        phase = 2 * np.pi * 6.5 * times_s + 2 * drift[0]
        wave = np.sin(phase) * (1 + 0.3 * np.sin(2 * np.pi * 0.4 * times_s + drift[1]))
        return np.outer(_FIBRILLATION, wave)
    if atria == "flutter":
        saw = 2 * ((flutter_hz * times_s) % 1.0) - 1
        smooth = np.convolve(saw, np.ones(9) / 9, mode="same")
        return np.outer(_FLUTTER, smooth)
    return np.zeros((len(INDEPENDENT_8), times_s.size))


def _spike_times(beat: BeatShape, r_time: float, pacing: str) -> list[float]:
    limits = beat.limits_s
    times = []
    if pacing in ("atrial", "dual"):
        times.append(r_time + limits["p"][0] - 0.010)
    if pacing in ("ventricular", "dual"):
        times.append(r_time + limits["qrs"][0] - 0.004)
    return [t for t in times if t >= 0]


def _tangent_s(beat: BeatShape) -> float:
    if len(beat.t) != 1:
        return float("nan")
    start, stop = beat.limits_s["t"]
    bump = beat.t[0]
    share = 1.0 if bump.straight else TANGENT_SHARE
    return start + (stop - start) * (bump.peak + share * (bump.stop - bump.peak))


def _truth(
    beats: Sequence[tuple[float, BeatShape, bool]],
    leads: Sequence[str],
    duration_s: float,
) -> Fiducials:
    times = np.array([t for t, *_ in beats])
    twelve = np.full((len(beats), len(STANDARD_12), len(POINTS)), np.nan)
    for row, (r_time, shape, _) in enumerate(beats):
        twelve[row] = _points(shape) + r_time
    twelve[(twelve < 0) | (twelve >= duration_s)] = np.nan
    chosen = twelve[:, [STANDARD_12.index(name) for name in leads]]
    return Fiducials(
        leads=tuple(leads),
        r_peaks_s=times,
        common_s=_common(chosen, times),
        per_lead_s=chosen,
        method="simulated",
    )


@cache
def _points(beat: BeatShape) -> FloatArray:
    """Return the points of the twelve leads relative to R, shape (12, 9)."""
    points = np.full((len(STANDARD_12), len(POINTS)), np.nan)
    for column, name in ((0, "p"), (3, "qrs"), (6, "t")):
        start, stop = beat.limits_s[name]
        dense = np.arange(start, stop, 1e-4)
        rows = twelve_leads(beat.waves(name, dense))
        for row, values in enumerate(rows):
            if np.abs(values).max(initial=0.0) < 1e-6:
                continue
            bumps = [b for b, mv in _lead_amplitudes(beat, name, row) if abs(mv) > 1e-9]
            points[row, column : column + 3] = (
                start + (stop - start) * min(b.start for b in bumps),
                dense[np.abs(values).argmax()],
                start + (stop - start) * max(b.stop for b in bumps),
            )
    return points


def _lead_amplitudes(beat: BeatShape, name: str, row: int) -> list[tuple[Bump, float]]:
    bumps: tuple[Bump, ...] = getattr(beat, name)
    return [(b, float(twelve_leads(np.array(b.mv)[:, None])[row, 0])) for b in bumps]


def _common(per_lead: FloatArray, times: FloatArray) -> FloatArray:
    """Return second earliest onsets, second latest offsets, median peaks."""
    in_order = np.sort(per_lead, axis=1)  # NaN last
    common = np.full((len(per_lead), len(POINTS)), np.nan)
    for beat, points in enumerate(in_order):
        for column, name in enumerate(POINTS):
            known = points[~np.isnan(points[:, column]), column]
            if known.size == 0:
                continue
            if name.endswith("onset"):
                common[beat, column] = known[min(1, known.size - 1)]
            elif name.endswith("offset"):
                common[beat, column] = known[max(0, known.size - 2)]
            else:
                common[beat, column] = np.median(known)
    common[:, POINTS.index("r_peak")] = times
    return common

"""What of a recording decides which values mean anything."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.beats.rr_gaps import PAUSE_S
from ecgviewer.analysis.rhythm.rhythm import is_regular, rr_variation, steady_share
from ecgviewer.analysis.statistics.uncertainty import robust_sd
from ecgviewer.ecg.fiducials import Fiducials, Point
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]

# From so many of the beats on, P belongs to the rhythm.
P_PRESENT_SHARE = 0.5
# Between the waves of fibrillation a delineator finds P waves that are none, but these
# keep no distance from QRS. So in an irregular rhythm almost all beats must have a P,
# or this share of them one at about the median distance, and of no fewer beats. Chosen
# on folds 1-8 of PTB-XL: of 89 recordings in fibrillation none has more than .56, of 65
# irregular ones in sinus rhythm 62 have more than .6.
P_PRESENT_SHARE_IRREGULAR = 0.9
P_STEADY_SHARE, STEADY_S, MIN_STEADY = 0.6, 0.030, 5
# The P of a beat earlier than this share of the usual RR interval may lie in the T
# before it. Atrial fibrillation has no more P waves in its later beats.
_EARLY = 0.9
_MIN_ON_TIME = 3
# RR intervals that vary by more are irregular.
IRREGULAR_VARIATION = 0.10
# A long RR interval is a pause in a slow rhythm, too, if it is so many usual ones.
PAUSE_OF_USUAL = 1.5
# At faster rates T may run into the next P.
FUSION_BPM = 110.0
# With so little between the end of T and the next P, neither can be told.
FUSED_S = 0.010
FUSED_SHARE = 0.5
# With less than a millimetre of paper between them T may hide where P begins: of 303
# recordings below 110/min two have less.
CLOSE_S = 0.040
# Beats of one shape have one QRS: where its length differs by more, its limits are not
# seen. In 1,861 of 1,862 recordings the SD is below 17 ms, in a ventricular tachycardia
# whose QRS and T cannot be told from each other it is 98 ms.
CHANGING_QRS_MS = 30.0
# Where noise is in all leads, beats unlike the usual ones may be like them. If fewer
# than this are seen to be alike, it is not known which are usual.
ALIKE_SHARE = 0.5
# A value of all leads that comes from fewer is not one of twelve leads.
FEW_LEADS = 3
FEW_BEATS = 3


@dataclass(frozen=True)
class MeasurementContext:
    """What decides which values are valid.

    Attributes
    ----------
    rate_bpm : float or None
    rr_variation : float
        SD over mean of RR intervals between dominant beats, pauses left out.
    p_share : float or None
        Share of the dominant beats that have a P wave; ``None`` if not looked for.
    paced : bool
        A pacemaker makes most beats, or spikes are in the recording and nothing is
        known of the beats.
    paced_atria : bool
        A pacemaker paces the atria, and the AV node conducts (``atrial_pacing``).
    fused_share : float
        Share of the beats in which T runs into the next P.
    close_share : float
        Share of the beats in which hardly anything is between T and the next P.
    n_measured : int
        Dominant beats with fiducials.
    n_with_room_for_p : int
        Those of them that do not lie so early that their P may lie before the
        recording.
    leads : tuple of str
        The leads that can be read.
    heard_leads : tuple of str
        These and the ones in which waves can be told through noise; intervals rest on
        them, voltages do not.
    hidden_t : Reason or None
        Why the end of T cannot be told in the median beat; ``None`` if it can.
    flat_t_mv : float or None
        The height of T if it is flat; ``None`` if it is not, or nothing is known.
    hidden_p : Reason or None
        Why the ends of P cannot be told; ``None`` if they can.
    alike : tuple of two int
        How many beats values are taken from, and how many there are but for artefacts.
    p_share_on_time : float or None
        The share with P of the dominant beats that do not come early, whose P no T
        hides; ``None`` if that is not known.
    p_steady_share : float
        The share of the dominant beats whose P begins at about the usual distance
        before QRS; 0 if that is known of too few.
    overrun_share : float
        Share of the beats whose T would end within the next QRS.
    changing_qrs : Reason or None
        Why the limits of QRS cannot be told; ``None`` if they can.
    atrial_waves : bool
        Whether regular waves of the atria go on through QRS and T.
    hidden_j : Reason or None
        Why the ends of QRS are not certain; ``None`` if they are.
    further_p : bool
        Whether P waves are seen that no beat has (``p_without_qrs``).
    why_no_pr : Reason or None
        Why P to QRS is no PR though both are seen; ``None`` if it is.
    of_pr : Reason or None
        Which beats PR is of; ``None`` if it is of all.
    steady_share : float or None
        Share of the RR intervals between dominant beats that are near the usual one.
    """

    rate_bpm: float | None
    rr_variation: float
    p_share: float | None
    paced: bool
    fused_share: float
    n_measured: int
    leads: tuple[str, ...]
    measurable_leads: tuple[str, ...] = ()
    hidden_t: Reason | None = None
    flat_t_mv: float | None = None
    hidden_p: Reason | None = None
    alike: tuple[int, int] = (0, 0)
    p_share_on_time: float | None = None
    p_steady_share: float = 0.0
    overrun_share: float = 0.0
    changing_qrs: Reason | None = None
    atrial_waves: bool = False
    hidden_j: Reason | None = None
    n_with_room_for_p: int = 0
    close_share: float = 0.0
    paced_atria: bool = False
    further_p: bool = False
    why_no_pr: Reason | None = None
    of_pr: Reason | None = None
    steady_share: float | None = None

    @property
    def irregular(self) -> bool:
        return self.rr_variation > IRREGULAR_VARIATION

    @property
    def regular(self) -> bool | None:
        """Whether the rhythm is regular but for single beats; ``None`` if not known."""
        return is_regular(self.steady_share, irregular=self.irregular)

    @property
    def has_p(self) -> bool | None:
        """Whether P waves belong to the rhythm; ``None`` if nothing is known."""
        if self.paced_atria:
            return True
        share = self.p_share_on_time
        share = self.p_share if share is None else share
        if share is None:
            return None
        if not self.irregular:
            return share >= P_PRESENT_SHARE
        steady = self.p_steady_share >= P_STEADY_SHARE
        return steady or share >= P_PRESENT_SHARE_IRREGULAR

    @property
    def no_p_reason(self) -> Reason | None:
        """Why nothing can be said of P and PR; ``None`` if it can."""
        if self.paced:
            return why.VENTRICLES_PACED()
        if self.paced_atria:
            return why.SPIKE_HIDES_P()
        if self.p_share is None:
            return why.NOT_DELINEATED()
        if self.has_p:
            return self.hidden_p
        if self.atrial_waves:
            return why.ATRIAL_WAVES_FOR_P()
        found = why.NO_P()
        if self.p_share > 0:
            found = why.FEW_P(share_percent=100 * self.p_share)
        return why.IRREGULAR_TOO(why=found) if self.irregular else found

    @property
    def no_t_reason(self) -> Reason | None:
        """Why the end of T cannot be told; ``None`` if it can."""
        if self.atrial_waves and self.hidden_t:
            # What is marked as the next P is one of these waves.
            return self.hidden_t
        if self.fused_share > FUSED_SHARE:
            return why.T_INTO_P()
        if self.overrun_share > FUSED_SHARE:
            return why.T_INTO_QRS()
        return self.hidden_t

    @property
    def t_close_to_p(self) -> bool:
        """Whether T may hide where the next P begins, or P where T ends."""
        fast = self.rate_bpm is not None and self.rate_bpm >= FUSION_BPM
        return fast or (self.has_p is True and self.close_share > FUSED_SHARE)

    @property
    def perhaps_flutter(self) -> bool:
        """Whether waves of the atria may run through ST and T: regular, and no P."""
        no_p = self.has_p is False and not self.further_p
        return no_p and self.regular is not False and not self.paced

    @property
    def no_usual_reason(self) -> Reason | None:
        """Why no beat can be taken for the usual one; ``None`` if some can."""
        n_alike, n_beats = self.alike
        if self.leads or n_alike >= ALIKE_SHARE * n_beats:
            return None
        return why.FEW_ALIKE(n_alike=n_alike, n_beats=n_beats)

    def cautions(self, n_beats: int) -> list[Reason]:
        """Return what limits any value of all leads, taken from so many beats."""
        found = []
        if n_beats < FEW_BEATS:
            found.append((why.ONE_BEAT if n_beats == 1 else why.FEW_BEATS)(n=n_beats))
        if not self.leads:
            found.append(why.NOISE_IN_ALL())
        if len(self.measurable_leads) < FEW_LEADS:
            n = len(self.measurable_leads)
            found.append((why.ONE_LEAD if n == 1 else why.FEW_LEADS)(n=n))
        return found


def circumstances(
    recording: Recording,
    beats: MeasuredBeats,
    fiducials: Fiducials | None,
    *,
    quality: RecordQuality | None = None,
    pacing_spikes: bool = False,
    classes_known: bool = False,
) -> MeasurementContext:
    rr = beats.known_rr_s
    leads = fiducials.leads if fiducials is not None else recording.leads
    heard = leads
    if quality is not None:
        leads = tuple(name for name in leads if name in quality.usable_leads)
        heard = tuple(name for name in heard if name in quality.measurable_leads)
    p_share, on_time, steady, n_measured, n_with_room = None, None, 0.0, 0, 0
    fused, close, overrun, changing_qrs = 0.0, 0.0, 0.0, None
    if fiducials is not None:
        rows = beats.rows_of(fiducials)
        p_share, n_measured = _p_share(beats, fiducials, rows)
        on_time = _p_share_on_time(beats, fiducials, rows)
        steady = _p_steady_share(beats, fiducials, rows)
        chosen = rows[beats.dominant & (rows >= 0)]
        n_with_room = int(_with_room_for_p(fiducials, chosen).size)
        fused = _fused_share(fiducials, rows, "p_onset")
        close = _fused_share(fiducials, rows, "p_onset", CLOSE_S)
        overrun = _fused_share(fiducials, rows, "qrs_onset")
        changing_qrs = _changing_qrs(fiducials, rows[beats.dominant])
    spikes = not classes_known and pacing_spikes
    return MeasurementContext(
        rate_bpm=60.0 / float(rr.mean()) if rr.size else None,
        rr_variation=rr_variation(_without_pauses(beats.normal_rr_s)),
        p_share=p_share,
        paced=beats.is_paced or spikes,
        fused_share=fused,
        n_measured=n_measured,
        leads=leads,
        measurable_leads=heard,
        alike=(int(beats.dominant.sum()), len(beats)),
        p_share_on_time=on_time,
        p_steady_share=steady,
        overrun_share=overrun,
        changing_qrs=changing_qrs,
        close_share=close,
        n_with_room_for_p=n_with_room,
        steady_share=steady_share(beats),
    )


def _without_pauses(rr_s: FloatArray) -> FloatArray:
    """Return RR intervals, those of a pause NaN.

    A pause is a value of its own; one in a day of beats makes no rhythm irregular.
    """
    known = rr_s[np.isfinite(rr_s)]
    usual = float(np.median(known)) if known.size else 0.0
    pause = (rr_s > PAUSE_S) & (rr_s > PAUSE_OF_USUAL * usual)
    return np.where(pause, np.nan, rr_s)


def points_of(
    fiducials: Fiducials, rows: NDArray[np.int64], point: Point
) -> FloatArray:
    """Return one common point for each row in s, NaN for row -1."""
    values = np.append(fiducials.common(point), np.nan)
    return np.asarray(values[rows], dtype=np.float64)


def _p_share(
    beats: MeasuredBeats, fiducials: Fiducials, rows: NDArray[np.int64]
) -> tuple[float | None, int]:
    chosen = rows[beats.dominant & (rows >= 0)]
    seen = _with_room_for_p(fiducials, chosen)
    if not chosen.size:
        return None, 0
    present = np.isfinite(points_of(fiducials, seen, "p_onset"))
    return float(present.mean()), int(chosen.size)


_ROOM_FOR_P_S = 0.4


def _with_room_for_p(
    fiducials: Fiducials, rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the rows but those whose P may lie before the recording, or all."""
    seen = rows[fiducials.r_peaks_s[rows] > _ROOM_FOR_P_S]
    return seen if seen.size else rows


def _p_steady_share(
    beats: MeasuredBeats, fiducials: Fiducials, rows: NDArray[np.int64]
) -> float:
    seen = _with_room_for_p(fiducials, rows[beats.dominant & (rows >= 0)])
    onset = points_of(fiducials, seen, "p_onset")
    pr_s = points_of(fiducials, seen, "qrs_onset") - onset
    known = pr_s[np.isfinite(pr_s)]
    if not known.size:
        return 0.0
    steady = np.count_nonzero(np.abs(known - np.median(known)) <= STEADY_S)
    return float(steady / seen.size) if steady >= MIN_STEADY else 0.0


def _p_share_on_time(
    beats: MeasuredBeats, fiducials: Fiducials, rows: NDArray[np.int64]
) -> float | None:
    """Return the share with P of the dominant beats that do not come early."""
    if not beats.known_rr_s.size:
        return None
    early = beats.rr_s < _EARLY * float(np.median(beats.known_rr_s))
    seen = beats.dominant & (rows >= 0) & (beats.times_s > _ROOM_FOR_P_S) & ~early
    if np.count_nonzero(seen) < _MIN_ON_TIME:
        return None
    present = np.isfinite(points_of(fiducials, rows[seen], "p_onset"))
    return float(present.mean())


def _changing_qrs(fiducials: Fiducials, rows: NDArray[np.int64]) -> Reason | None:
    onset, offset = (
        points_of(fiducials, rows, point) for point in ("qrs_onset", "qrs_offset")
    )
    spread_ms = robust_sd(1000 * (offset - onset))
    if spread_ms <= CHANGING_QRS_MS:
        return None
    return why.QRS_CHANGES(sd_ms=spread_ms)


def _fused_share(
    fiducials: Fiducials,
    rows: NDArray[np.int64],
    point: Point,
    within_s: float = FUSED_S,
) -> float:
    """Return the share of beats whose T ends where the next beat's ``point`` is."""
    if rows.size < 2:
        return 0.0
    following = points_of(fiducials, rows, point)[1:]
    t_offset = points_of(fiducials, rows, "t_offset")[:-1]
    between = following - t_offset
    between = between[np.isfinite(between)]
    return float(np.mean(between <= within_s)) if between.size else 0.0

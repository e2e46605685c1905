"""Everything that is measured of a recording, in one call.

    measured = measure(recording, beats, classes=..., fiducials=..., median=...)

Never raises for a recording, whatever it holds: a value that cannot be stood behind is
``None`` with a reason. What is optional and not given costs the values that need it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.beats.measured_beats import choose_beats
from ecgviewer.analysis.criteria.conduction_criteria import conduction_criteria
from ecgviewer.analysis.criteria.criteria_facts import Facts
from ecgviewer.analysis.criteria.interval_criteria import interval_criteria
from ecgviewer.analysis.criteria.st_criteria import st_criteria
from ecgviewer.analysis.criteria.tachycardias import (
    is_ventricular,
    is_wide_without_p,
    tachycardias,
)
from ecgviewer.analysis.criteria.voltage_criteria import (
    has_lvh_voltage,
    voltage_criteria,
)
from ecgviewer.analysis.gates.j_point_gate import j_point_gate
from ecgviewer.analysis.gates.t_end import qt_values, t_fusion
from ecgviewer.analysis.gates.wave_gates import (
    atrial_waves_gate,
    flat_t_mv,
    p_wave_gate,
    t_wave_gate,
)
from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.median.median_shape import MedianShape, median_shape
from ecgviewer.analysis.quality.amplitude_plausibility import (
    amplitude_plausibility,
    doubted_voltages,
)
from ecgviewer.analysis.quality.lead_reversal import (
    LeadReversalModel,
    doubted_criteria,
    doubted_lead_values,
    doubted_values,
    lead_reversals_of,
)
from ecgviewer.analysis.quality.polarity_inversion import (
    doubted_polarity,
    polarity_inverted,
)
from ecgviewer.analysis.rhythm.atrial_activity import (
    AtrialWaves,
    find_atrial_waves,
)
from ecgviewer.analysis.rhythm.measurement_context import (
    MeasurementContext,
    circumstances,
)
from ecgviewer.analysis.rhythm.nonconducted_p import PWithoutQrs, find_p_without_qrs
from ecgviewer.analysis.rhythm.rhythm import pauses
from ecgviewer.analysis.rhythm.rhythm_facts import rhythm_facts
from ecgviewer.analysis.statistics.uncertainty import DelineatorError, Doubt
from ecgviewer.analysis.values.alternans import (
    Alternans,
    find_alternans,
    with_alternans,
)
from ecgviewer.analysis.values.atrial_pacing import only_atria_are_paced
from ecgviewer.analysis.values.inputs import Inputs
from ecgviewer.analysis.values.intervals import second_values
from ecgviewer.analysis.values.lead_values import lead_values
from ecgviewer.analysis.values.p_aligned_median import p_aligned
from ecgviewer.analysis.values.registry import values_of
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ecg.reasons.reason import Reason, joined
from ecgviewer.ecg.reasons.rhythm import ATRIA_PACED
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.ecg.rhythm_facts import RhythmFacts


def measure(
    recording: Recording,
    beats: BeatList,
    *,
    classes: Sequence[str] | None = None,
    fiducials: Fiducials | None = None,
    median: MedianBeats | None = None,
    quality: RecordQuality | None = None,
    second_opinion: Fiducials | None = None,
    error: DelineatorError | None = None,
    spikes: PacingSpikes | None = None,
) -> Measurements:
    """Measure a recording.

    Parameters
    ----------
    classes : sequence of str or None
        The kinds of ``BeatClasses``, one for each beat.
    quality : RecordQuality or None
        Leads that cannot be read are left out.
    second_opinion : Fiducials or None
        Another delineator's; where it differs the values are less sure.
    error : DelineatorError or None
        Of the delineator that found ``fiducials``.
    spikes : PacingSpikes or None
        Those that ``classes`` were told from; without them nobody knows which chambers
        are paced.
    """
    chosen = choose_beats(recording, beats, classes, median)
    table = BeatTable.of(chosen, fiducials)
    unknown_pacing = classes is None and has_pacing_spikes(quality)
    facts = _paced(table, spikes, perhaps=unknown_pacing)
    state = circumstances(recording, table, facts, quality=quality)
    second = None if second_opinion is None else BeatTable.of(chosen, second_opinion)
    doubt = Doubt(noise_share(median), 1000.0 / recording.fs)
    error = error or DelineatorError()
    seen, alternans = _seen(recording, table, median, state, doubt, error, second)
    return _judged(recording, beats, seen, alternans, lead_reversals_of(quality))


def _judged(
    recording: Recording,
    beats: BeatList,
    seen: Inputs,
    alternans: Alternans | None,
    reversals: LeadReversalModel,
) -> Measurements:
    """Return values and criteria of what is seen, ``reversals`` being suspected."""
    chosen, facts = seen.table.beats, seen.state.rhythm
    values = doubted_values(values_of(seen), reversals)
    per_lead = doubted_lead_values(seen.per_lead, reversals)
    criteria = all_criteria(
        values, per_lead, recording.patient, facts, lead_reversals=reversals
    )
    cautions = joined(
        amplitude_plausibility(per_lead).reason,
        polarity_inverted(values, per_lead),
        alternans.caution if alternans else None,
        seen.further_p.caution if seen.further_p else None,
        ATRIA_PACED() if facts.paced_atria else None,
    )
    early = [] if seen.early is None else chosen.times_s[seen.early].tolist()
    return Measurements(
        values=values,
        per_lead=per_lead,
        criteria=criteria,
        pauses=pauses(chosen),
        premature_s=tuple(early),
        rhythm=facts,
        second_opinion=second_values(values, seen.second),
        rr_s=chosen.rr_of_list(len(beats)),
        cautions=cautions,
    )


def _paced(
    table: BeatTable, spikes: PacingSpikes | None, *, perhaps: bool
) -> RhythmFacts:
    """Return the facts of the rhythm; ``perhaps`` paced if spikes alone are known."""
    atria_only = only_atria_are_paced(table, spikes)
    paced = not atria_only and (table.beats.is_paced or perhaps)
    return rhythm_facts(table, paced=paced, paced_atria=atria_only)


def _seen(
    recording: Recording,
    table: BeatTable,
    median: MedianBeats | None,
    state: MeasurementContext,
    doubt: Doubt,
    error: DelineatorError,
    second: BeatTable | None,
) -> tuple[Inputs, Alternans | None]:
    """Look for the waves that decide which values there are."""
    volts = recording.unit_is_mv
    atria = find_atrial_waves(recording, table, state)
    further_p = None if state.rhythm.paced else find_p_without_qrs(table)
    state = _with_atria(state, atria, further_p)
    shape = None
    if median is not None and table.fiducials is not None:
        shape = median_shape(median, median_lines(table.fiducials, median), state)
    state = replace(state, hidden_j=j_point_gate(shape, median, state))
    state = with_t_seen(state, shape, median, atria, unit_is_mv=volts)
    if not state.no_p_reason:
        hidden = p_wave_gate(recording, table, state.measurable_leads)
        state = replace(state, hidden_p=hidden)
    shape = p_aligned(shape, recording, table)
    alternans = find_alternans(median, shape) if volts else None
    by_rules, per_lead = _of_leads(recording, shape, state, error, alternans)
    seen = Inputs(
        table,
        state,
        shape,
        volts,
        atria,
        further_p,
        doubt,
        error,
        second,
        by_rules,
        per_lead,
    )
    return seen, alternans


def _with_atria(
    state: MeasurementContext,
    atria: AtrialWaves | Reason,
    further_p: PWithoutQrs | None,
) -> MeasurementContext:
    """Return the circumstances with what the atria do."""
    waves = isinstance(atria, AtrialWaves)
    if further_p is None:
        return replace(state, rhythm=replace(state.rhythm, atrial_waves=waves))
    return replace(
        state,
        rhythm=replace(state.rhythm, atrial_waves=waves, further_p=True),
        why_no_pr=further_p.why_no_pr,
        of_pr=further_p.of_pr,
    )


def _of_leads(
    recording: Recording,
    shape: MedianShape | None,
    state: MeasurementContext,
    error: DelineatorError,
    alternans: Alternans | None,
) -> tuple[dict[str, Measurement], dict[str, dict[str, Measurement]]]:
    """Return QT by the rules for the end of T, and the values of each lead."""
    volts = recording.unit_is_mv
    by_rules, qt_per_lead = qt_values(shape, state, error, unit_is_mv=volts)

    def values_of_leads(one: MedianShape | None) -> dict[str, dict[str, Measurement]]:
        return lead_values(
            one,
            state,
            error,
            leads=recording.leads,
            unit_is_mv=volts,
            resolution_mv=recording.resolution_mv,
        )

    per_lead = with_alternans(values_of_leads(shape), alternans, values_of_leads)
    for lead, found in qt_per_lead.items():
        per_lead.setdefault(lead, {}).update(found)
    return by_rules, per_lead


def all_criteria(
    values: Mapping[str, Measurement],
    per_lead: Mapping[str, Mapping[str, Measurement]],
    patient: PatientContext,
    known: RhythmFacts,
    *,
    lead_reversals: LeadReversalModel,
) -> tuple[Criterion, ...]:
    """Return what published criteria say of measured values, a reader's included.

    ``lead_reversals`` are the exchanges of electrodes that are suspected
    (``lead_reversals_of``).
    """
    facts = Facts(values, per_lead, patient.age_years, patient.sex, known)
    facts = replace(
        facts,
        wide_tachycardia=is_ventricular(facts),
        wide_without_p=is_wide_without_p(facts),
    )
    conduction = conduction_criteria(facts)
    facts = replace(facts, blocks={one.key: one.met for one in conduction})
    doubt = amplitude_plausibility(per_lead)
    # So that a gain that is wrong makes no hypertrophy, which would hide ST.
    voltage = doubted_voltages(voltage_criteria(facts), doubt)
    st = st_criteria(facts, lbbb=facts.blocks["lbbb"], lvh=has_lvh_voltage(voltage))
    st_and_voltage = (*voltage, *doubted_voltages(st, doubt))
    fast = tachycardias(facts)
    found = (*interval_criteria(facts), *fast, *conduction, *st_and_voltage)
    polarity = polarity_inverted(values, per_lead)
    return doubted_criteria(doubted_polarity(found, polarity), lead_reversals)


def with_t_seen(
    state: MeasurementContext,
    shape: MedianShape | None,
    median: MedianBeats | None,
    atria: AtrialWaves | Reason,
    *,
    unit_is_mv: bool,
) -> MeasurementContext:
    """Return the circumstances with what the median beat shows of T.

    ``atria`` are the waves that run on through it, or why there are none.
    """
    hidden = None
    if isinstance(atria, AtrialWaves):
        hidden = atrial_waves_gate(atria.heights, shape, state)
    hidden = hidden or t_wave_gate(shape, median, state, unit_is_mv=unit_is_mv)
    hidden = hidden or t_fusion(shape, state, unit_is_mv=unit_is_mv)
    flat_mv = flat_t_mv(shape, state, unit_is_mv=unit_is_mv)
    return replace(state, hidden_t=hidden, flat_t_mv=flat_mv)


def has_pacing_spikes(quality: RecordQuality | None) -> bool:
    """Return whether pacing spikes were seen in more than one lead."""
    if quality is None:
        return False
    spiky = sum(lead.fault("pacing_spikes") is not None for lead in quality.leads)
    return spiky >= min(2, len(quality.leads))


def noise_share(median: MedianBeats | None) -> float:
    """Return the SD of beat from beat over the height of QRS, in the usual lead."""
    if median is None or not median.n_dominant:
        return 0.0
    rest = median.beats[median.dominant] - median.median
    height = np.ptp(np.nan_to_num(median.median), axis=1)
    # By the usual deviation: what jitters on a steep QRS is not noise.
    usual = np.median(np.nan_to_num(np.abs(rest)), axis=(0, 2))
    shares = 1.4826 * usual[height > 0] / height[height > 0]
    return float(np.median(shares)) if shares.size else 0.0

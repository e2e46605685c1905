"""What criteria are asked of in tests: a normal adult's values but for some."""

from collections.abc import Iterable
from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import Facts
from ecgviewer.analysis.measure import all_criteria
from ecgviewer.analysis.rhythm.rhythm_facts import is_p_absent, is_regular
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.recording import PatientContext, Sex
from ecgviewer.ecg.rhythm_facts import RhythmFacts
from tests.reasons import because

# A complex and a level that meet nothing.
PLAIN = {
    **{"q_mv": 0.0, "r_mv": 0.8, "s_mv": -0.2, "r_prime_mv": 0.0, "qrs_mv": 1.0},
    **{"q_ms": 0.0, "r_ms": 45.0, "s_ms": 30.0, "r_peak_time_ms": 35.0},
    **{"st_j_mv": 0.0, "st_slope_mv_s": 0.0, "p_terminal_mv": 0.0},
    **{"p_terminal_ms": 0.0},
}
NORMAL = {
    **{"qrs_ms": 92.0, "pr_ms": 160.0, "qtcf_ms": 410.0, "qrs_axis_deg": 50.0},
    **{"rr_range_ms": 40.0, "heart_rate_bpm": 70.0, "p_present": 1.0},
    **{"p_share": 1.0, "rr_steady_share": 1.0, "ectopic_run_beats": 0.0},
}


LEFT = {
    **{v: {"q_mv": 0.0, "r_peak_time_ms": 70.0} for v in ("V5", "V6")},
    "I": {"q_mv": 0.0},
    **{v: {"r_mv": 0.2, "s_mv": -0.9} for v in ("V1", "V2")},
}
Known = tuple[float, float]  # a value, and half the width of its interval


def facts(
    leads: dict[str, dict[str, float | None]] | None = None,
    *,
    age: float | None = 60.0,
    sex: Sex | None = "male",
    paced: bool = False,
    atrial_waves: bool = False,
    **values: float | None,
) -> Facts:
    """Return a normal adult's values but for those that are given."""

    def measured(value: float | None) -> Measurement:
        return (
            no_value("", because("not there"))
            if value is None
            # So that QRS is what a device has, at whose limits it is.
            else Measurement(value, "", "", provenance="file")
        )

    per_lead = {
        lead: {k: measured(v) for k, v in (PLAIN | (leads or {}).get(lead, {})).items()}
        for lead in STANDARD_12
    }
    overall = {key: measured(value) for key, value in (NORMAL | values).items()}
    rhythm = replace(_rhythm(overall), paced=paced, atrial_waves=atrial_waves)
    return Facts(overall, per_lead, age, sex, rhythm)


def _rhythm(values: dict[str, Measurement]) -> RhythmFacts:
    """Return the facts that values such as these come with."""
    present, share = values["p_present"].value, values["p_share"].value
    has_p = None if present is None else present > 0
    return RhythmFacts(
        regular=is_regular(values["rr_steady_share"].value, varies=False),
        p_share=share,
        has_p=has_p,
        p_absent=is_p_absent(has_p, share),
    )


def found(criteria: Iterable[Criterion], key: str) -> Criterion:
    return next(one for one in criteria if one.key == key)


def everything(known: Facts) -> list[Criterion]:
    patient = PatientContext(age_years=known.age_years, sex=known.sex)
    return list(
        all_criteria(
            known.values, known.per_lead, patient, known.rhythm, lead_reversals={}
        )
    )


def within(leads: dict[str, dict[str, Known]], **options: object) -> Facts:
    """Return a normal adult's values but for those given, which have intervals."""
    known = facts(**options)
    per_lead = {lead: dict(values) for lead, values in known.per_lead.items()}
    for lead, values in leads.items():
        for key, (value, half) in values.items():
            given = Measurement(value, "", "", value - half, value + half)
            per_lead[lead][key] = given
    return replace(known, per_lead=per_lead)


def j(*leads: str, at: Known) -> dict[str, dict[str, Known]]:
    return {lead: {"st_j_mv": at} for lead in leads}

"""What an annotated ECG says of its acquisition, and the values that it gives."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import MAX_FS, Stated
from ecgviewer.io.assemble import filter_notes
from ecgviewer.io.file_values import file_values, stated
from ecgviewer.io.limits import finite_number

_FILTERS = (
    "MDC_ECG_CTL_VBL_ATTR_FILTER_HIGH_PASS",
    "MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS",
    "MDC_ECG_CTL_VBL_ATTR_FILTER_NOTCH",
)
_VALUES = {
    "MDC_ECG_HEART_RATE": "heart_rate_bpm",
    "MDC_ECG_TIME_PD_RR": "rr_ms",
    "MDC_ECG_TIME_PD_P": "p_ms",
    "MDC_ECG_TIME_PD_PR": "pr_ms",
    "MDC_ECG_TIME_PD_QRS": "qrs_ms",
    "MDC_ECG_TIME_PD_QT": "qt_ms",
    "MDC_ECG_TIME_PD_QTc": "qtc_ms",
    "MDC_ECG_TIME_PD_QTcB": "qtcb_ms",
    "MDC_ECG_TIME_PD_QTcF": "qtcf_ms",
    "MDC_ECG_ANGLE_P_FRONT": "p_axis_deg",
    "MDC_ECG_ANGLE_QRS_FRONT": "qrs_axis_deg",
    "MDC_ECG_ANGLE_T_FRONT": "t_axis_deg",
}
_STATEMENTS = (
    "MDC_ECG_INTERPRETATION",
    "MDC_ECG_INTERPRETATION_STATEMENT",
    "MDC_ECG_INTERPRETATION_SUMMARY",
    "MDC_ECG_INTERPRETATION_COMMENT",
)
# What a key's number is multiplied by; a value without a unit is not taken.
_FACTORS = {
    "ms": {"ms": 1.0, "s": 1000.0},
    "deg": {"deg": 1.0},
    "bpm": {"bpm": 1.0, "/min": 1.0, "{beats}/min": 1.0},
}


def acquisition_notes(series: Element) -> list[str]:
    """Return the device and its filters."""
    author = series.find("author/seriesAuthor")
    notes = []
    if author is not None:
        places = (
            "manufacturerOrganization/name",
            "manufacturedSeriesDevice/manufacturerModelName",
        )
        said = [(author.findtext(place) or "").strip() for place in places]
        notes = [" ".join(filter(None, said))] if any(said) else []
    low, high, notch = (_filter_hz(series, code) for code in _FILTERS)
    return notes + filter_notes(low, high, notch)


def _filter_hz(series: Element, code: str) -> float:
    """Return a filter's frequency, 0 if there is none."""
    for said in series.iterfind("controlVariable/controlVariable"):
        about = said.find("code")
        if about is None or about.get("code") != code:
            continue
        for value in said.iterfind("component/controlVariable/value"):
            hz = finite_number(value.get("value"))
            if hz is not None and value.get("unit") == "Hz" and 0 < hz < MAX_FS:
                return hz
    return 0.0


def aecg_values(series: Element) -> dict[str, Measurement]:
    """Return the values of the whole series; those of single beats are left out."""
    return file_values(_stated(series))


def aecg_statements(series: Element) -> Stated:
    """Return the interpretation, whose statements lie in each other's components."""
    return stated(_statements(series))


def _statements(series: Element) -> Iterator[str]:
    for said in series.iterfind("subjectOf/annotationSet/component/annotation"):
        for one in said.iter("annotation"):
            code, value = one.find("code"), one.find("value")
            words = "" if code is None else (code.get("code") or "").strip()
            if value is not None and words in _STATEMENTS:
                yield value.text or value.get("displayName") or ""


def _stated(series: Element) -> Iterator[tuple[str, float | None, str]]:
    for said in series.iterfind("subjectOf/annotationSet/component/annotation"):
        code, value = said.find("code"), said.find("value")
        if code is None or value is None:
            continue
        words = (code.get("code") or "").strip()
        key = _VALUES.get(words)
        if key is None:
            continue
        number = finite_number(value.get("value"))
        factor = _FACTORS[key.rsplit("_", 1)[1]].get((value.get("unit") or "").strip())
        if number is not None and factor is not None:
            yield key, number * factor, words

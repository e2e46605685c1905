"""How measured values are written: names, numbers, intervals, and whose they are."""

import math
from collections.abc import Callable

from ecgviewer.analysis.values.registry import VALUES
from ecgviewer.ecg.measurements import Measurement, shown_digits
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised

NOTHING = "—"
VALUE_NAMES: dict[str, str] = {kind.key: kind.name for kind in VALUES}
LEAD_NAMES: dict[str, str] = {
    "r_mv": marked("R"),
    "s_mv": marked("S"),
    "q_mv": marked("Q"),
    "st_j_mv": marked("J"),
    "st_j20_mv": marked("J+20"),
    "st_j40_mv": marked("J+40"),
    "st_j60_mv": marked("J+60"),
    "st_j80_mv": marked("J+80"),
    "t_mv": marked("T"),
    "p_mv": marked("P"),
    "qrs_mv": marked("QRS"),
    "r_prime_mv": marked("R′"),
    "s_prime_mv": marked("S′"),
    "q_ms": marked("Q, ms"),
    "r_ms": marked("R, ms"),
    "s_ms": marked("S, ms"),
    "r_peak_time_ms": marked("R peak time, ms"),
    "p_terminal_mv": marked("P terminal"),
    "p_terminal_ms": marked("P terminal, ms"),
    "st_slope_mv_s": marked("ST slope, mV/s"),
    "r_s_ratio": marked("R/S"),
    "t_r_ratio": marked("T/R"),
}
# What is counted, and so has words for a unit.
COUNTED = {"points": marked("points"), "beats": marked("beats")}
# The units of keys, which a name for a value that nobody foresaw leaves out.
_SUFFIXES = ("_bpm", "_ms", "_deg", "_mv")
MM_PER_MV = 10.0


def value_name(key: str) -> str:
    """Return what a value is called; of one that nobody foresaw, its key in words."""
    if key in VALUE_NAMES:
        return tr(VALUE_NAMES[key])
    return _in_words(key)


def lead_value_name(key: str) -> str:
    return tr(LEAD_NAMES[key]) if key in LEAD_NAMES else _in_words(key)


def _in_words(key: str) -> str:
    for suffix in _SUFFIXES:
        key = key.removesuffix(suffix)
    return key.replace("_", " ")


def measured_number(value: float, unit: str) -> str:
    """Return a number with as many digits as can be stood behind, without its unit."""
    digits = 0 if unit == "" and value == round(value) else shown_digits(unit)
    return number_text(round(value, digits) + 0.0, f".{digits}f")


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit as it is written on an ECG."""
    if unit == "bpm":
        return tr("{n}/min").format(n=text)
    if unit == "deg":
        return f"{text}°"
    if unit in COUNTED:
        unit = tr(COUNTED[unit])
    return f"{text} {unit}" if unit else text


def value_text(measured: Measurement | None, *, interval: bool = True) -> str:
    """Return a value, such as ``164 ms (158–170)``; a dash where there is none."""
    if measured is None or measured.value is None:
        return NOTHING
    text = with_unit(measured_number(measured.value, measured.unit), measured.unit)
    if not interval or measured.low is None or measured.high is None:
        return text
    unit = measured.unit
    low = measured_number(_outwards(measured.low, unit, math.floor), unit)
    high = measured_number(_outwards(measured.high, unit, math.ceil), unit)
    # A dash between two signs would be read as a third one.
    between = tr(" to ") if "−" in low + high else "–"
    return f"{text} ({low}{between}{high})"


def _outwards(value: float, unit: str, rounded: Callable[[float], int]) -> float:
    """Return an end of an interval, which rounding must not make narrower."""
    factor = 100.0 if unit in ("mV", "") else 1.0
    return rounded(round(factor * value, 6)) / factor


def how_text(measured: Measurement | None) -> str:
    """Return how a value was come by: the method, the leads and the beats used."""
    if measured is None:
        return ""
    parts = [localised(measured.method)]
    if measured.leads:
        parts.append(tr("leads {leads}").format(leads=", ".join(measured.leads)))
    if measured.n_beats:
        parts.append(tr("{n} beats").format(n=measured.n_beats))
    return " · ".join(part for part in parts if part)


def voltage_text(measured: Measurement | None) -> str:
    """Return a voltage in mV, and in mm of paper at 10 mm/mV."""
    if measured is None or measured.value is None:
        return NOTHING
    if measured.unit != "mV":
        return measured_number(measured.value, measured.unit)
    mm = number_text(round(MM_PER_MV * measured.value, 1) + 0.0, ".1f")
    return f"{measured_number(measured.value, 'mV')} ({mm})"

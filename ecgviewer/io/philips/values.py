"""Measured values in a Philips ECG XML file."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.io.file_values import file_values
from ecgviewer.io.philips.header import text_at

# Element names of version 1.04 and, after them, of 1.03.
_ELEMENTS: dict[str, str] = {
    "heartrate": "heart_rate_bpm",
    "rrint": "rr_ms",
    "pdur": "p_ms",
    "print": "pr_ms",
    "qrsdur": "qrs_ms",
    "qtint": "qt_ms",
    "qtcb": "qtcb_ms",
    "qtcf": "qtcf_ms",
    "pfrontaxis": "p_axis_deg",
    "qrsfrontaxis": "qrs_axis_deg",
    "tfrontaxis": "t_axis_deg",
    "meanventrate": "heart_rate_bpm",
    "meanprint": "pr_ms",
    "meanqrsdur": "qrs_ms",
    "meanqtint": "qt_ms",
    "meanqtc": "qtc_ms",
}
_OTHER_QTC = {"framingham": "qtcframingham_ms", "hodges": "qtchodges_ms"}
# A reader's values stand before the device's.
_PLACES = (
    "interpretations/interpretation/globalmeasurements",
    "measurements/globalmeasurements",
    "internalmeasurements/globalmeasurements",
)


def philips_values(root: Element) -> dict[str, Measurement]:
    """Return the values of all leads that a file gives."""
    found = (
        file_values(_said(one)) for place in _PLACES for one in root.findall(place)
    )
    return next((values for values in found if values), {})


def _said(measured: Element) -> Iterator[tuple[str, float | None, str]]:
    for element in measured:
        if element.tag == "qtco":
            key = _OTHER_QTC.get((element.get("methodname") or "").lower())
        else:
            key = _ELEMENTS.get(element.tag)
        if key is not None:
            edited = (element.get("editedflag") or "").lower() == "true"
            words = f"{element.tag}, edited" if edited else element.tag
            yield key, _number(text_at(element, ".")), words


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

"""What a Philips ECG XML file says of its samples, and the values that it gives."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.recording import MAX_LEADS
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_values import file_values
from ecgviewer.io.limits import checked_fs, finite_number

DOCUMENT_TYPES = ("SierraECG", "PhilipsECG")
VERSIONS = ("1.03", "1.04", "1.04.01", "1.04.02")
MAX_STEP_UV = 1000.0

_NOT_COMPRESSED = ("", "none", "false")
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


@dataclass(frozen=True)
class Header:
    """What the file says of its samples; sizes in ADC steps of ``step_uv``."""

    labels: tuple[str, ...]
    fs: float
    step_uv: float | None
    n_declared: int | None
    encoding: str
    compressed: bool


class Said:
    """What the file says of one thing in several places and under several names."""

    def __init__(self, path: Path, places: Iterable[Element]) -> None:
        self._path = path
        self._places = tuple(places)

    def text(self, *names: str) -> str:
        """Return the first that is not empty, else an empty string."""
        return next(iter(self._all(names)), "")

    def number(self, what: str, *names: str) -> float | None:
        """Return the number that all places agree on, ``None`` if none has it."""
        values = set()
        for text in self._all(names):
            try:
                value = float(text)
            except ValueError:
                value = math.nan
            if not math.isfinite(value):
                raise ReadError(
                    self._path, what, phrase("it is given as “{text}”", text=text)
                )
            values.add(value)
        if len(values) > 1:
            listed = joined_phrases(
                ", ", (phrase("{value:g}", value=value) for value in sorted(values))
            )
            raise ReadError(
                self._path,
                what,
                phrase("the file contradicts itself: {listed}", listed=listed),
            )
        return values.pop() if values else None

    def _all(self, names: Sequence[str]) -> list[str]:
        found = []
        for place in self._places:
            for name in names:
                found += [place.get(name), *(e.text for e in place.iter(name))]
        return [text.strip() for text in found if text and text.strip()]


def check_version(path: Path, root: Element) -> None:
    """Refuse documents of another type or schema version."""
    if root.tag != "restingecgdata":
        raise ReadError(
            path, "root", phrase("it is “{tag}”, not “restingecgdata”", tag=root.tag)
        )
    kind = text_at(root, "documentinfo/documenttype")
    version = text_at(root, "documentinfo/documentversion")
    if kind not in DOCUMENT_TYPES:
        reason = phrase(
            "a document of type “{kind}”; read are {document_types}",
            kind=kind,
            document_types=", ".join(DOCUMENT_TYPES),
        )
        raise ReadError(path, "documenttype", reason)
    if version not in VERSIONS:
        reason = phrase(
            "schema version “{version}”; read are {versions}",
            version=version,
            versions=", ".join(VERSIONS),
        )
        raise ReadError(path, "documentversion", reason)


def find_waves(path: Path, root: Element) -> Element:
    """Return the element that holds the rhythm recording."""
    found = root.findall("waveforms/parsedwaveforms")
    if len(found) != 1 or not (found[0].text or "").strip():
        reason = (
            phrase("there are none")
            if len(found) < 2
            else phrase("there is more than one set")
        )
        raise ReadError(
            path, "samples", phrase("{reason} (parsedwaveforms)", reason=reason)
        )
    return found[0]


def read_header(path: Path, waves: Element, said: Said) -> Header:
    """Return how the samples are stored; refuse what cannot be read."""
    fs = checked_fs(
        path,
        said.number(phrase("sampling frequency"), "samplespersecond", "samplingrate"),
    )
    step_uv = said.number("resolution", "resolution", "signalresolution")
    if step_uv is not None and not 0 < step_uv <= MAX_STEP_UV:
        raise ReadError(
            path,
            "resolution",
            phrase("{step_uv:g} µV per step is not possible", step_uv=step_uv),
        )
    bits = said.number(phrase("bits per sample"), "bitspersample", "nbitspersample")
    if bits not in (None, 16) or said.text("signalsigned").lower() == "false":
        signed = "" if bits not in (None, 16) else phrase("unsigned ")
        reason = phrase(
            "{signed}samples of {bits:g} bits; read are signed ones of 16",
            signed=signed,
            bits=bits or 16,
        )
        raise ReadError(path, "samples", reason)
    declared = said.number("duration", "durationperchannel")
    return Header(
        labels=_labels(path, said),
        fs=fs,
        step_uv=step_uv,
        n_declared=round(declared / 1000 * fs) if declared else None,
        encoding=(waves.get("dataencoding") or "Plain").strip(),
        compressed=_is_compressed(path, waves),
    )


def _labels(path: Path, said: Said) -> tuple[str, ...]:
    labels = tuple(said.text("leadlabels").split())
    if not labels and said.text("leadset", "acquisitiontype").upper() == "STD-12":
        # Version 1.03 names a set instead of leads.
        labels = STANDARD_12
    claimed = said.number(phrase("number of leads"), "numberofleads")
    if not labels:
        raise ReadError(
            path, "leads", phrase("the file does not say which leads it holds")
        )
    if len(labels) > MAX_LEADS or claimed not in (None, len(labels)):
        reason = phrase(
            "{claimed:g} are announced and {n_labels} named",
            claimed=claimed or MAX_LEADS,
            n_labels=len(labels),
        )
        raise ReadError(path, "leads", reason)
    return labels


def _is_compressed(path: Path, waves: Element) -> bool:
    # Version 1.03 has a flag beside the method.
    flag = (waves.get("compressflag") or "true").strip().lower()
    method = waves.get("compression") or waves.get("compressmethod") or ""
    method = method.strip()
    if flag == "false" or method.lower() in _NOT_COMPRESSED:
        return False
    if method.upper() != "XLI":
        reason = phrase(
            "compressed by “{method}”; read are XLI and no compression", method=method
        )
        raise ReadError(path, "samples", reason)
    return True


def text_at(root: Element, place: str) -> str:
    """Return an element's text; placeholders such as “---” are no text."""
    text = (root.findtext(place) or "").strip()
    return text if any(letter.isalnum() for letter in text) else ""


def philips_values(root: Element) -> dict[str, Measurement]:
    """Return the values of all leads that a file gives."""
    found = (
        file_values(_stated(one)) for place in _PLACES for one in root.findall(place)
    )
    return next((values for values in found if values), {})


def _stated(measured: Element) -> Iterator[tuple[str, float | None, str]]:
    for element in measured:
        if element.tag == "qtco":
            key = _OTHER_QTC.get((element.get("methodname") or "").lower())
        else:
            key = _ELEMENTS.get(element.tag)
        if key is not None:
            edited = (element.get("editedflag") or "").lower() == "true"
            words = phrase("{tag}, edited", tag=element.tag) if edited else element.tag
            yield key, finite_number(text_at(element, ".")), words

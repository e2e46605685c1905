"""What was measured, in the few words that a printed page has room for."""

from collections.abc import Mapping, Sequence

from ecgviewer.analysis.values.registry import VALUES
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement, Provenance
from ecgviewer.ecg.qtc import QTC_KEYS
from ecgviewer.ui.calipers.caliper_texts import Readout
from ecgviewer.ui.measurements.criteria_rows import criteria_met_text
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.value_texts import value_text

# A page has room for shorter names than the tables.
SHORT_NAMES = {"heart_rate_bpm": marked("Rate")}
PAGE_VALUES: dict[str, str] = {
    kind.key: SHORT_NAMES.get(kind.key, kind.name) for kind in VALUES if kind.on_page
}
HEADINGS: dict[Provenance, str] = {
    "ours": marked("Measured automatically: {first}"),
    "reader": marked("By the reader's lines: {first}"),
    "file": marked("Given in the file: {first}"),
}
LIMITED = "*"
# Of other recordings a page does not say that they have none.
ONLY_IF_TOLD = frozenset(kind.key for kind in VALUES if kind.on_page == "if known")
WHAT_LIMITED_MEANS = marked("* with reservation")


def page_values(
    values: Mapping[str, Measurement],
    formula: str,
    readouts: Sequence[Readout] = (),
    file: Mapping[str, Measurement] | None = None,
    *,
    cautions: Sequence[str] = (),
    criteria: Sequence[Criterion] = (),
    intervals: bool = True,
) -> tuple[str, ...]:
    """Return the values of a page: those told, the QTc of a formula, the calipers.

    Ours, the reader's and the file's stand apart, each under words that say whose they
    are. Empty where nothing was measured: a page says nothing of values that were not
    asked for. A value that could not be told stands with a dash, one that has a reason
    to be taken with reservation with a star.

    Parameters
    ----------
    values : mapping of str to Measurement
        The reader's where there is one, else ours.
    file : mapping of str to Measurement or None
        What the file came with.
    cautions : sequence of str
        What one must know before these values; they stand behind them.
    criteria : sequence of Criterion
        Which of them are met stands behind those.
    intervals : bool
        Whether values stand with the intervals that they are known by.
    """
    told = _named(values, formula)
    said = []
    for provenance, heading in HEADINGS.items():
        own = _named(file or {}, formula) if provenance == "file" else told
        texts = [
            f"{name} {value_text(measured, interval=intervals)}{_mark(measured)}"
            for name, measured in own
            if measured.provenance == provenance
        ]
        if texts:
            said += [tr(heading).format(first=texts[0]), *texts[1:]]
    if any(text.endswith(LIMITED) for text in said):
        said.append(tr(WHAT_LIMITED_MEANS))
    said += cautions
    if met := criteria_met_text(criteria):
        said.append(met)
    for number, readout in enumerate(readouts, start=1):
        text = tr("Caliper {number}: {value}")
        said.append(text.format(number=number, value=readout.copied))
    return tuple(said)


def _mark(measured: Measurement) -> str:
    """Return the mark of a value that comes with a reservation."""
    return LIMITED if measured.value is not None and measured.reasons else ""


def _named(
    values: Mapping[str, Measurement], formula: str
) -> list[tuple[str, Measurement]]:
    """Return what a page has room for, in its order, with its name."""
    names: dict[str, str] = {}
    for key, name in PAGE_VALUES.items():
        names[key] = tr(name)
        if key == "qt_ms":
            corrected = tr("QTc {formula}").format(formula=formula)
            names |= {
                qtc: corrected for qtc, known in QTC_KEYS.items() if known == formula
            }
            names["qtc_ms"] = tr("QTc (formula not named)")
    qrs = values.get("qrs_ms")
    if qrs is not None and qrs.provenance == "file":
        del names["qrs_device_ms"]  # that is a device's already
    return [
        (name, values[key])
        for key, name in names.items()
        if key in values and (key not in ONLY_IF_TOLD or values[key].value is not None)
    ]

"""What was measured, in the few words that a printed page has room for."""

from collections.abc import Mapping, Sequence

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ui.caliper_texts import Readout
from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.value_texts import value_text

PAGE_VALUES: dict[str, str] = {
    "heart_rate_bpm": marked("Rate"),
    "pr_ms": marked("PR"),
    "qrs_ms": marked("QRS"),
    "qt_ms": marked("QT"),
    "qrs_axis_deg": marked("QRS axis"),
}
QTC = {"qtcf_ms": "Fridericia", "qtcb_ms": "Bazett"} | {
    "qtcframingham_ms": "Framingham",
    "qtchodges_ms": "Hodges",
}


def page_values(
    values: Mapping[str, Measurement], formula: str, readouts: Sequence[Readout] = ()
) -> tuple[str, ...]:
    """Return the values of a page: those told, the QTc of a formula, the calipers.

    Empty where nothing was measured: a page says nothing of values that were not asked
    for. A value that could not be told stands with a dash.
    """
    said = []
    for key, name in PAGE_VALUES.items():
        if key in values:
            said.append(_said(tr(name), values[key]))
        if key == "qt_ms":
            said += [
                _said(tr("QTc {formula}").format(formula=formula), values[qtc])
                for qtc, known in QTC.items()
                if known == formula and qtc in values
            ]
    if said:
        said[0] = tr("Measured automatically: {first}").format(first=said[0])
    for number, readout in enumerate(readouts, start=1):
        text = tr("Caliper {number}: {value}")
        said.append(text.format(number=number, value=readout.copied))
    return tuple(said)


def _said(name: str, measured: Measurement) -> str:
    text = f"{name} {value_text(measured)}"
    reader = measured.provenance == "reader"
    return f"{text} {tr('(reader)')}" if reader else text

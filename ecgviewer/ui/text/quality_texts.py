"""What may be wrong with a recording, in words."""

from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.reasons import reasons_sentence, reasons_text

HARD_TO_READ = marked("Hard to read. {reasons}")
SWAPS_NOTE = marked(
    "Electrodes perhaps exchanged: {electrodes}. Nothing is drawn otherwise for it."
)
PACED = marked("A pacemaker makes most of the beats.")
ECTOPIC = marked("Ectopic: {n} of {of} beats")
IN_A_ROW = marked(", up to {n} in a row")
SWAPS_NOT_JUDGED = marked("Whether electrodes are exchanged was not judged: {reason}.")


def cautions(found: EcgAnalysis | None) -> tuple[str, ...]:
    """Return what a reader must know before the values of a recording."""
    if found is None:
        return ()
    measured, quality = found.measurements, found.quality
    said = [reasons_sentence(caution) for caution in measured.cautions]
    if quality is not None:
        said += [hard_to_read(quality), perhaps_exchanged(quality)]
    if measured.rhythm.paced:
        said.append(tr(PACED))
    return tuple(filter(None, (*said, ectopic_text(measured))))


def ectopic_text(measured: Measurements) -> str:
    """Return how many beats are ectopic; empty if none is, or that is not known."""
    count, run = (
        measured.values.get(key) for key in ("ectopic_beats", "ectopic_run_beats")
    )
    if count is None or run is None or not count.value or not run.value:
        return ""
    text = tr(ECTOPIC).format(n=int(count.value), of=count.n_beats)
    if run.value > 1:
        text += tr(IN_A_ROW).format(n=int(run.value))
    return text + "."


def hard_to_read(quality: RecordQuality) -> str:
    """Return why a recording is hard to read; empty if it is not."""
    if quality.acceptable:
        return ""
    reasons = reasons_sentence(quality.reasons)
    return tr(HARD_TO_READ).format(reasons=reasons).rstrip()


def perhaps_exchanged(quality: RecordQuality) -> str:
    """Return which electrodes are perhaps exchanged; empty where none seem to be."""
    names = ", ".join(localised(reversal.name) for reversal in quality.lead_reversals)
    return tr(SWAPS_NOTE).format(electrodes=names) if names else ""


def lead_reversals_text(quality: RecordQuality) -> str:
    """Return which electrodes are perhaps exchanged, or why that was not judged.

    Empty where none seem to be.
    """
    if not quality.lead_reversals and quality.lead_reversals_not_judged:
        reason = reasons_text(quality.lead_reversals_not_judged)
        return tr(SWAPS_NOT_JUDGED).format(reason=reason)
    return perhaps_exchanged(quality)

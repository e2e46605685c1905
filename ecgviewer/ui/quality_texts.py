"""What may be wrong with a recording, in words."""

from ecgviewer.ecg.examination import Examination
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.localised import localised

HARD_TO_READ = marked("Hard to read. {reasons}")
SWAPS_NOTE = marked(
    "Electrodes perhaps exchanged: {electrodes}. Nothing is drawn otherwise for it."
)
PACED = marked("A pacemaker makes most of the beats.")
SWAPS_NOT_JUDGED = marked("Whether electrodes are exchanged was not judged: {reason}.")


def cautions(found: Examination | None) -> tuple[str, ...]:
    """Return what a reader must know before the values of a recording."""
    if found is None:
        return ()
    said = [tr(PACED)] if found.measurements.paced else []
    if found.quality is not None:
        quality = found.quality
        said = [hard_to_read(quality), perhaps_exchanged(quality), *said]
    return tuple(filter(None, said))


def hard_to_read(quality: RecordQuality) -> str:
    """Return why a recording is hard to read; empty if it is not."""
    if quality.acceptable:
        return ""
    reasons = " ".join(map(localised, quality.reasons))
    return tr(HARD_TO_READ).format(reasons=reasons).rstrip()


def perhaps_exchanged(quality: RecordQuality) -> str:
    """Return which electrodes are perhaps exchanged; empty where none seem to be."""
    names = ", ".join(localised(swap.name) for swap in quality.swaps)
    return tr(SWAPS_NOTE).format(electrodes=names) if names else ""


def swaps_text(quality: RecordQuality) -> str:
    """Return which electrodes are perhaps exchanged, or why that was not judged.

    Empty where none seem to be.
    """
    if not quality.swaps and quality.swaps_not_judged:
        reason = localised(quality.swaps_not_judged)
        return tr(SWAPS_NOT_JUDGED).format(reason=reason)
    return perhaps_exchanged(quality)

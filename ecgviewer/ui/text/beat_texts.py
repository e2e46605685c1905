"""What is said of beats that lie over each other."""

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ui.text.i18n import marked, number_text, tr

ABSTENTIONS: dict[Abstention, str] = {
    "no_beats": marked("No beats were found that could be laid over each other."),
    "few_beats": marked(
        "There are fewer than three whole beats: too few for a median beat."
    ),
    "no_dominant": marked(
        "No three beats are alike (correlation 0.90 or more): there is no median beat."
    ),
}
# As analysis/beat_shapes.py does it; a test compares the two.
RULE = marked(
    "Different: correlation with the median beat below 0.90, averaged over all leads, "
    "from 100 ms before to 200 ms after R. Dashed lines are different beats; the black "
    "line is the median of the others. Baseline: the level of each beat {start:.0f} to "
    "{stop:.0f} ms before R. Signal as recorded less wander and mains hum, no display "
    "filter."
)


def summary_text(median: MedianBeats, n_beats: int) -> str:
    """Return how many beats are dominant, different and left out."""
    parts = [
        tr("{n} dominant").format(n=median.n_dominant),
        tr("{n} different").format(n=median.n_different),
    ]
    if median.left_out:
        left_out = tr("{n} left out (cut off or with missing samples)")
        parts.append(left_out.format(n=len(median.left_out)))
    text = ", ".join(parts)
    known = len(median.numbers) + len(median.left_out)
    if known < n_beats:
        first = min([int(median.numbers[0]), *median.left_out])
        some = tr("beats {first} to {last} of {n}").format(
            first=first + 1, last=first + known, n=n_beats
        )
        text = f"{some}: {text}"
    return text


def rule_text(median: MedianBeats) -> str:
    start_s, stop_s = median.baseline_s
    return tr(RULE).format(start=-1000 * start_s, stop=-1000 * stop_s)


def beat_text(median: MedianBeats, beats: BeatList, beat: int) -> str:
    """Return a beat's number, time, RR intervals, likeness and class."""
    parts = [
        tr("Beat {number} of {n} at {time:.2f} s").format(
            number=beat + 1, n=len(beats), time=float(beats.times_s[beat])
        ),
        tr("RR before {rr}").format(rr=_rr_text(beats, beat - 1)),
        tr("after {rr}").format(rr=_rr_text(beats, beat)),
    ]
    row = median.row_of(beat)
    if row is None:
        parts.append(tr("left out (cut off or with missing samples)"))
    else:
        correlation = number_text(float(median.correlation[row]), ".2f")
        parts.append(tr("correlation {value}").format(value=correlation))
        parts.append(tr("dominant") if median.dominant[row] else tr("different"))
    return " · ".join(parts)


def _rr_text(beats: BeatList, interval: int) -> str:
    if not 0 <= interval < len(beats) - 1:
        return "–"
    return tr("{rr:.0f} ms").format(rr=1000 * float(beats.rr_s[interval]))

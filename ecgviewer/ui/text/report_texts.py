"""What the checks of a report card ask and found, in words."""

from ecgviewer.ai.report.card import Check, ReportCard, n_recordings
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised

NAMES = {
    "discrimination": marked("The model can tell this statement"),
    "degradation": marked("Removing what is lit lowers it most"),
    "above_random": marked("More than beats in random order"),
    "above_amplitude": marked("More than the largest deflections"),
    "agreement": marked("Two methods agree"),
    "randomised": marked("Gone with random weights"),
    "alike": marked("Same in beats of one shape"),
    "stability": marked("Stable to ±20 ms, ±5 %, 20 µV"),
    "size": marked("There is enough to explain"),
    "sampling": marked("Sampled well enough"),
    "efficiency": marked("All parts add up"),
}
VALUES = {
    "discrimination": marked("AUROC {value}, lower end"),
    "degradation": marked("score {value}"),
    "above_random": marked("{value} above the best of them"),
    "above_amplitude": marked("{value} above them"),
    "agreement": marked("rank correlation {value}"),
    "randomised": marked("rank correlation {value}"),
    "alike": marked("r {value}"),
    "stability": marked("r {value} at least"),
    "size": marked("{value} logit"),
    "sampling": marked("error {value} of the whole"),
    "efficiency": marked("gap {value} of the whole"),
}
VERDICTS = {
    "supported": marked("supported"),
    "weak": marked("weak"),
    "do not use": marked("do not use"),
}
PASSED, FAILED, NOT_ASKED = "✓", "✗", "–"


def verdict_text(card: ReportCard) -> str:
    """Return the verdict with the checks that were not passed."""
    verdict = tr(VERDICTS[card.verdict])
    if not card.failed:
        return verdict
    failed = "; ".join(tr(NAMES[check.key]) for check in card.failed)
    return tr("{verdict} – not passed: {failed}").format(verdict=verdict, failed=failed)


def mark(check: Check) -> str:
    return {True: PASSED, False: FAILED, None: NOT_ASKED}[check.passed]


def value_text(check: Check) -> str:
    """Return what was found and what was needed, or why nothing was."""
    if check.value is None:
        return localised(check.reason)
    value = tr(VALUES[check.key]).format(value=_number(check.value))
    limit = tr("at least {limit}") if check.limit.at_least else tr("at most {limit}")
    return f"{value} ({limit.format(limit=_number(check.limit.value))})"


def _number(value: float) -> str:
    return number_text(value, ".2f" if abs(value) >= 0.005 or not value else ".0e")


def limits_text(card: ReportCard) -> str:
    """Return how far the limits can be relied on."""
    by_hand = [tr(NAMES[x.key]) for x in card.checks if x.limit.provisional]
    if not by_hand:
        return tr("Limits chosen from {n} recordings.").format(n=n_recordings())
    text = tr("Limits chosen from {n} recordings; set by hand: {names}.")
    return text.format(n=n_recordings(), names=", ".join(by_hand))

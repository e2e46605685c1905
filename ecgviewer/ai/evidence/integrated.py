"""Integrated gradients as evidence that comes in steps: a statement when looked at."""

from collections.abc import Callable
from dataclasses import replace

from ecgviewer.ai.evidence.maps import integrated_gradients
from ecgviewer.ai.model import EcgModel, never
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.attribution import Attribution
from ecgviewer.ecg.findings import Evidence, Explanation
from ecgviewer.ecg.leads import ANATOMIC, STANDARD_12, Grouping
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording


def explain(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    before: Explanation | None = None,
    seen_s: tuple[float, float] | None = None,
    cancelled: Callable[[], bool] = never,
    grouping: Grouping = ANATOMIC,
    code: str | None = None,
) -> Explanation:
    """Return what was explained before and the statement that is looked at.

    Each statement takes its own gradients. Beats are explained at once, wherever the
    reader looks (``seen_s``).

    Raises
    ------
    EvidenceError
        If the model abstains, or cannot be differentiated.
    Cancelled
        If ``cancelled`` answered True between two of the network's answers.
    """
    known = {} if before is None else dict(before.evidence)
    known = {key: _regrouped(item, grouping) for key, item in known.items()}
    if code is not None and code not in known:
        found = integrated_gradients(
            recording, beats, model, [code], cancelled=cancelled
        )
        known[code] = as_evidence(found[code], grouping)
    # There is always another statement to look at.
    return Explanation(known, more=True)


def as_evidence(item: Attribution, grouping: Grouping = ANATOMIC) -> Evidence:
    """Return an attribution as the sums over its beats, leads and groups.

    They miss the logit by the attribution's gap, which the first note tells.
    """
    whole = abs(item.logit - item.baseline_logit)
    gap = abs(item.gap or 0.0)
    notes = [
        phrase(
            "{n_steps} steps; the sum is off by {gap:.3f} of {whole:.3f} logit.",
            n_steps=item.n_steps,
            gap=gap,
            whole=whole,
        ),
        *(
            [phrase("Not read: {unread}.", unread=", ".join(item.unread))]
            if item.unread
            else []
        ),
        *(
            [phrase("Left out: {left_out}.", left_out=", ".join(item.left_out))]
            if item.left_out
            else []
        ),
        *item.notes,
    ]
    leads = dict(zip(STANDARD_12, item.beats.sum(axis=1).tolist(), strict=True))
    return Evidence(
        code=item.code,
        logit=item.logit,
        baseline_logit=item.baseline_logit,
        groups=_sums(leads, grouping),
        group_leads=grouping.leads,
        leads=leads,
        beats=item.beats,
        beat_times_s=item.beat_times_s,
        method=item.method,
        grouping=grouping,
        isoelectric=True,
        notes=tuple(notes),
    )


def _regrouped(item: Evidence, grouping: Grouping) -> Evidence:
    if item.grouping == grouping:
        return item
    groups = _sums(dict(item.leads), grouping)
    return replace(item, groups=groups, group_leads=grouping.leads, grouping=grouping)


def _sums(leads: dict[str, float], grouping: Grouping) -> dict[str, float]:
    return {
        name: sum(leads[lead] for lead in members)
        for name, members in grouping.leads.items()
    }

"""What the lab says in words: the notice, and the numbers of heads."""

from math import isnan
from typing import TYPE_CHECKING

from ecgviewer.ui.text.i18n import number_text, tr

if TYPE_CHECKING:
    from ecgviewer.ui.lab.lab_state import LabState
    from ecgviewer.ui.lab.side import Side

SEPARATOR = " · "


def notice_text(state: "LabState") -> str:
    """Return the notice, with what was measured of it on this ECG."""
    parts = [tr("Attention is not evidence.")]
    for side in state.sides:
        if side.name and side.looked is not None:
            parts.append(_agreement_text(state, side))
    return " ".join(parts)


def _agreement_text(state: "LabState", side: "Side") -> str:
    code, place, seen = state.session.known.code, state.place(side), side.seen
    if code is None:
        return tr("{model}: no statement to compare it with.").format(model=side.name)
    evidence = side.evidence
    if evidence is None or not evidence.is_told or place is None or seen is None:
        text = tr("{model}: its Owen values for {code} are still being computed.")
        return text.format(model=side.name, code=code)
    found = seen.agreement(state.kind, *place, evidence)
    if found is None:
        text = tr("{model}: too few beats to compare it with Owen values.")
        return text.format(model=side.name)
    text = tr(
        "{model}: this map agrees with its Owen values for {code} by r = {r}, by rank "
        "over leads and beats of this ECG."
    )
    return text.format(model=side.name, code=code, r=number_text(found, ".2f"))


def measures_text(state: "LabState") -> str:
    """Return the numbers of the chosen head, of each model."""
    if state.kind != "weights":
        return ""
    lines = []
    for side in state.sides:
        place = state.place(side)
        if side.seen is not None and place is not None:
            head = tr("{model}, layer {layer}, head {head}").format(
                model=side.name, layer=place[0] + 1, head=place[1] + 1
            )
            lines.append(SEPARATOR.join((head, *_measures(side, place))))
    return "\n".join(lines)


def _measures(side: "Side", place: tuple[int, int]) -> tuple[str, ...]:
    assert side.seen is not None
    measures = side.seen.measures
    bits = tr("entropy {bits} bit").format(
        bits=number_text(float(measures.entropy_bits[place]), ".1f")
    )
    seconds, leads, within = (
        float(array[place])
        for array in (
            *(measures.distance_s, measures.distance_leads),
            measures.within_lead,
        )
    )
    parts = [bits]
    if not isnan(seconds):
        text = tr("mean distance {s} s").format(s=number_text(seconds, ".1f"))
        parts.append(text)
    if not isnan(leads):
        parts.append(tr("{n} leads").format(n=number_text(leads, ".1f")))
        parts.append(tr("within the lead {n} %").format(n=round(100 * within)))
    return tuple(parts)


def head_captions(side: "Side") -> dict[tuple[int, int], tuple[str, ...]]:
    """Return what stands below each small map, the longest first.

    That is its entropy, and its distance in time.
    """
    assert side.seen is not None
    measures = side.seen.measures
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    layers, heads = measures.entropy_bits.shape
    for place in ((a, b) for a in range(layers) for b in range(heads)):
        bits = number_text(float(measures.entropy_bits[place]), ".1f")
        seconds = float(measures.distance_s[place])
        text = tr("{bits} bit").format(bits=bits)
        both = text + f"{SEPARATOR}{number_text(seconds, '.1f')} s"
        found[place] = (text, bits) if isnan(seconds) else (both, text, bits)
    return found


def head_tips(side: "Side") -> dict[tuple[int, int], str]:
    """Return all numbers of each head."""
    assert side.seen is not None
    layers, heads = side.seen.measures.entropy_bits.shape
    places = ((layer, head) for layer in range(layers) for head in range(heads))
    return {place: SEPARATOR.join(_measures(side, place)) for place in places}

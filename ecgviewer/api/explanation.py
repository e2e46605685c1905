"""Why a model states something of a recording."""

from collections.abc import Sequence

from ecgviewer import explaining
from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.installed import DEFAULT
from ecgviewer.ai.model import EcgModel
from ecgviewer.ai.registry import DEFAULT_EXPLAINER
from ecgviewer.api.analysis import loaded
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.recording import Recording


def explain(
    recording: Recording,
    statement: str | None = None,
    *,
    method: str | Sequence[str] = DEFAULT_EXPLAINER,
    model: EcgModel | str = DEFAULT,
    lead: str | None = None,
    beat: int | None = None,
    grouping: Grouping = ANATOMIC,
) -> explaining.Explained:
    """Explain one statement about a recording.

    Parameters
    ----------
    recording : Recording
    statement : str or None
        A code (``"IMI"``) or words of one (``"inferior MI"``). Else the first to be
        read of what is stated (urgent before abnormal before usual, each by
        probability), or the most probable of all.
    method : str or sequence of str
        Keys of docs/reference/explain.md, such as ``"owen"`` or ``"ig"``.
    model : EcgModel or str
        One that is loaded, or the name of one that is installed.
    lead, beat : str, int or None
        Whose waves ``"waves"`` asks about; beats are numbered from 0.
    grouping : Grouping
        Of leads, for Owen values.

    Raises
    ------
    EvidenceError
        If the model abstains, no method has an answer, or there is no such statement
        (the message names those that are near), method, lead or beat.
    BundleError
        If the model is not installed, or damaged.
    """
    found = explaining.explain(
        recording,
        [method] if isinstance(method, str) else list(method),
        statement,
        loaded(model) if isinstance(model, str) else model,
        lead=lead,
        beat=beat,
        grouping=grouping,
    )
    if not found.answers:
        raise EvidenceError("; ".join(f"{k}: {v}" for k, v in found.refused.items()))
    return found


def statements(model: str = DEFAULT) -> dict[str, str]:
    """Return the label of each statement of an installed model, by its code.

    Only the model's card is read. Raises ``BundleError`` if it is not installed.
    """
    from ecgviewer.ai.files import BundleError
    from ecgviewer.ai.installed import installed_bundles

    for bundle in installed_bundles():
        if bundle.name == model:
            labels = bundle.card.get("labels", ())
            return {x["code"]: x["label"] for x in labels if x.get("task") != "sub"}
    raise BundleError(f"no model “{model}” is installed")

"""Published criteria, and what a recording's measured values come to under them.

A criterion is met or not met; it is no diagnosis. Where a value that it needs is
missing, or where it must not be applied, it is neither.
"""

from dataclasses import dataclass
from typing import Literal

from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.text import text_of

Relation = Literal[">=", ">", "<=", "<", "present", "absent"]


@dataclass(frozen=True)
class CriterionPart:
    """One thing that a criterion asks, and what was measured.

    Attributes
    ----------
    name : str
        Such as ``"S V1 + R V5"``.
    value : float or None
        ``None`` where it could not be measured.
    unit : str
        As in ``Measurement``.
    relation, threshold : str, float or None
        What the value must be; a wave that must be there or not has no threshold.
    met : bool or None
    """

    name: str
    value: float | None
    unit: str
    relation: Relation
    threshold: float | None
    met: bool | None


@dataclass(frozen=True)
class Criterion:
    """One criterion applied to one recording.

    Attributes
    ----------
    key : str
        Stable, such as ``"lbbb"``.
    name : str
        For the reader.
    met : bool or None
        ``None`` if it could not be or must not be evaluated; ``reasons`` say why.
    parts : tuple of CriterionPart
        Everything that was asked.
    margin, margin_unit : float or None, str
        By how much the deciding value is beyond its threshold, negative if short of it;
        ``None`` where no single value decides.
    leads : tuple of str
        The leads that decided.
    source : str
        Where the criterion was published.
    reasons : tuple of Reason
        Why it was not evaluated, or what limits it; else empty.
    """

    key: str
    name: str
    met: bool | None
    parts: tuple[CriterionPart, ...] = ()
    margin: float | None = None
    margin_unit: str = ""
    leads: tuple[str, ...] = ()
    source: str = ""
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.met is None and not self.reasons:
            raise ValueError(f"{self.key}: neither met nor not met, and no reason")

    @property
    def is_certain(self) -> bool:
        """Whether it is met or not, and nothing makes that doubtful.

        What is only to be known of it, such as that a limit is one of adults, does not.
        """
        weighty = any(one.severity != "note" for one in self.reasons)
        return self.met is not None and not weighty

    @property
    def reason(self) -> str:
        """The text of ``reasons`` in English, to be printed; code asks ``reasons``."""
        return text_of(self.reasons)

"""What is known of a recording by now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Evidence, Explanation, Prediction
from ecgviewer.ecg.recording import Recording


@dataclass(frozen=True)
class Known:
    """What is known of a recording; a new one begins with nothing."""

    annotations: tuple[Annotations, ...] = ()  # one entry per annotator
    beats: BeatList | None = None
    beats_failure: str = ""  # why there will be none, in words
    prediction: Prediction | None = None
    explanation: Explanation | None = None  # of all statements, as far as it has come
    others: Mapping[str, Explanation] = field(default_factory=dict)  # by other methods
    code: str | None = None  # the statement that is explained
    timeline: Timeline | None = None  # of a long recording, as far as it has come

    @property
    def evidence(self) -> Evidence | None:
        """The evidence for the statement that is explained, once it is there."""
        if self.code is None or self.explanation is None:
            return None
        return self.explanation.evidence.get(self.code)

    @property
    def lacks_evidence(self) -> bool:
        """Whether nothing is told yet, or not of what is looked at.

        Some methods explain no other statement.
        """
        missing = self.code is not None and self.evidence is None
        return self.explanation is None or missing


class Knowledge(QObject):
    """The recording and what is known of it, which each step adds to.

    Attributes
    ----------
    altered : Recording, optional
        The copy that the model is asked about instead.
    own : Known, optional
        Of the recording itself, while the model is asked about an altered copy.
    stale : bool
        Whether the evidence that is shown is of what was asked before.
    """

    annotations_changed = Signal()
    beats_changed = Signal()
    prediction_changed = Signal()
    evidence_changed = Signal()  # more is known, or another statement is explained
    timeline_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.recording: Recording | None = None
        self.forget()

    def forget(self) -> None:
        self.known = Known()
        self.altered: Recording | None = None
        self.own: Known | None = None
        self.stale = False

    @property
    def asked(self) -> Recording | None:
        """What the model is asked about: the recording, or an altered copy."""
        return self.altered or self.recording

    @property
    def is_altered(self) -> bool:
        """Whether statements and evidence are those of an altered copy."""
        return self.altered is not None

    @property
    def own_prediction(self) -> Prediction | None:
        """What the model says of the recording itself, altered or not."""
        return (self.own or self.known).prediction

    @property
    def own_explanation(self) -> Explanation | None:
        """What explains that, as far as it has come."""
        return (self.own or self.known).explanation

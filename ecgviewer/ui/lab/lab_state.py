"""What the lab shows: two models at most, one kind of map, a head and a token."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ai.installed import InstalledBundle
from ecgviewer.ai.registry import FAMILIES
from ecgviewer.ui.lab.side import Side
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import Kind
    from ecgviewer.ai.model import Token
    from ecgviewer.ui.state.session import Session

KIND_NAMES: dict["Kind", str] = {
    "weights": marked("Weights"),
    "rollout": marked("Rollout"),
    "weighted": marked("× gradient"),
}


def attending(bundles: Sequence[InstalledBundle]) -> tuple[str, ...]:
    """Return the installed models whose family may have attention."""
    return tuple(
        bundle.name
        for bundle in bundles
        if (row := FAMILIES.get(str(bundle.card.get("family")))) and row.attends
    )


class LabState(QObject):
    """Lives on the GUI thread; what is computed comes from the sides' jobs."""

    changed = Signal()  # another map, head or token, or more is known

    def __init__(
        self, session: "Session", names: Sequence[str], at_s: Callable[[], float]
    ) -> None:
        super().__init__(session)
        self.names = tuple(names)
        self.sides = (Side(session, 0, at_s), Side(session, 1, at_s))
        self.kind: Kind = "weights"
        self.layer, self.head = 0, 0
        self.token: Token | None = None
        self._session = session
        self._wanted = False
        for side in self.sides:
            side.changed.connect(self.changed)
        session.recording_changed.connect(self.on_recording_changed)
        session.beats_changed.connect(self.ask)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.view_changed.connect(self.ask)

    @property
    def session(self) -> "Session":
        return self._session

    @property
    def wanted(self) -> bool:
        return self._wanted

    def want(self, wanted: bool) -> None:
        """Ask while somebody looks, and no longer."""
        self._wanted = wanted
        if not wanted:
            for side in self.sides:
                side.stop()
            return
        if not self.sides[0].name and self.names:
            asked = self._session.analysis.model.name
            self.sides[0].choose(asked if asked in self.names else self.names[0])
        self.ask()

    @Slot()
    def ask(self) -> None:
        if self._wanted:
            for side in self.sides:
                side.ask(weighted=self.kind == "weighted")

    @Slot()
    def on_recording_changed(self) -> None:
        self.token = None
        for side in self.sides:
            side.forget()

    @Slot()
    def on_evidence_changed(self) -> None:
        self.ask()
        self.changed.emit()

    # ----------------------------------------------------------------- what is chosen

    def choose_model(self, number: int, name: str) -> None:
        """Look at this model on a side; at none with an empty name."""
        if name != self.sides[number].name:
            self.sides[number].choose(name)
            self.ask()

    def choose_kind(self, kind: "Kind") -> None:
        if kind != self.kind:
            self.kind = kind
            self.ask()
            self.changed.emit()

    def next_kind(self) -> None:
        kinds = tuple(KIND_NAMES)
        self.choose_kind(kinds[(kinds.index(self.kind) + 1) % len(kinds)])

    def choose_head(self, layer: int, head: int) -> None:
        if (layer, head) != (self.layer, self.head):
            self.layer, self.head = layer, head
            self.changed.emit()

    def choose_token(self, token: "Token | None") -> None:
        if token != self.token:
            self.token = token
            self.changed.emit()

    # ------------------------------------------------------------------- what is shown

    def place(self, side: Side) -> tuple[int, int] | None:
        """Return which layer and head of a side's maps are shown."""
        looked = side.looked
        if looked is None or self.kind not in looked.pictures:
            return None
        layers, heads = looked.pictures[self.kind].whole.shape[:2]
        return min(self.layer, layers - 1), min(self.head, heads - 1)

    def token_index(self, side: Side) -> int | None:
        """Return which of a side's tokens lies where the chosen one does."""
        if self.token is None or side.seen is None:
            return None
        return nearest_token(side.seen.attention.tokens, self.token)

    def place_text(self, side: Side) -> str:
        """Return which map of a side is enlarged, in words."""
        place = self.place(side)
        if place is None:
            return ""
        if self.kind == "weights":
            text = tr("Layer {layer}, head {head}: what is used")
            return text.format(layer=place[0] + 1, head=place[1] + 1)
        if self.kind == "rollout":
            return tr("Rollout up to layer {layer}").format(layer=place[0] + 1)
        text = tr("Gradient-weighted up to layer {layer}, for {code}")
        return text.format(layer=place[0] + 1, code=side.seen.code)  # type: ignore[union-attr]


def nearest_token(tokens: "Sequence[Token]", wanted: "Token") -> int:
    """Return the token at the same place: of the same kind and lead, then in time."""

    def away(number: int) -> tuple[bool, bool, float]:
        token = tokens[number]
        return (
            token.sums_up != wanted.sums_up,
            token.lead != wanted.lead,
            abs(token.middle_s - wanted.middle_s),
        )

    return min(range(len(tokens)), key=away)

"""Evidence where leads look from: the frontal and the horizontal plane."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QBrush,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ecg.evidence.profile import LeadProfile
from ecgviewer.ecg.evidence.scale import FULL_SCALE_LEAD_LOGIT, bar_fraction
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.text_size import letters, text_scale
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.paper.evidence_scale import contribution_text
from ecgviewer.ui.paper.sheet_paint import evidence_colour
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, tr

# In degrees clockwise from the patient's left. The hexaxial system of the limb leads;
# chest leads stand in their order from V1 to V6, which claims no angle.
FRONTAL_DEG = {"I": 0, "II": 60, "aVF": 90, "III": 120, "aVR": -150, "aVL": -30}
HORIZONTAL_DEG = {"V6": 0, "V5": 30, "V4": 60, "V3": 90, "V2": 120, "V1": 150}
PLANES = (
    (marked("frontal plane"), FRONTAL_DEG),
    (marked("horizontal plane, front below"), HORIZONTAL_DEG),
)
# Of the circle's radius: that of the disc of a full contribution.
FULL_DISC = 0.3
LEAST_RADIUS_PX = 36
NEARLY_BELOW = 0.1  # of the radius, sideways
NARROW_PX = 420  # below it one plane stands under the other
LEGEND = marked("area: contribution of a lead, full at ±{full:g} logit in every ECG")
RINGS = marked("ring: usual where it is true ({n} recordings)")


@dataclass(frozen=True)
class PlaneGeometry:
    """Where leads stand in both planes, above the legend."""

    width_px: int
    height_px: int
    line_px: int  # height of a line of words
    narrow: bool  # one plane stands under the other

    def room(self, plane: int) -> QRectF:
        """Return where a plane stands, with its words."""
        width_px, height_px = self.width_px, self.height_px
        if self.narrow:
            return QRectF(0, plane * height_px / 2, width_px, height_px / 2)
        return QRectF(plane * width_px / 2, 0, width_px / 2, height_px)

    @property
    def radius_px(self) -> float:
        """The radius of the circles, around which words stand."""
        room, metrics = self.room(0), QFontMetrics(letters(theme.CAPTION_PX))
        across_px = room.width() / 2 - metrics.horizontalAdvance("aVR +0.0") - SPACE_PX
        # Two lines of words below, and the title.
        down_px = (room.height() - 4 * self.line_px) / 2 / (1 + FULL_DISC)
        return max(LEAST_RADIUS_PX, min(across_px, down_px))

    def centre(self, plane: int) -> QPointF:
        room = self.room(plane)
        return room.center() - QPointF(0, 1.5 * self.line_px)

    def place(self, lead: str) -> QPointF:
        """Return the middle of a lead's disc."""
        plane = 0 if lead in FRONTAL_DEG else 1
        at = radians(PLANES[plane][1][lead])
        return self.centre(plane) + QPointF(cos(at), sin(at)) * self.radius_px

    def disc_px(self, contribution: float) -> float:
        """Return the radius of a contribution's disc, whose area is its size."""
        share = abs(bar_fraction(contribution, FULL_SCALE_LEAD_LOGIT))
        return FULL_DISC * self.radius_px * sqrt(share)


class LeadPlanes(QWidget):
    """A disc for each lead at the place it looks from, + for and − against.

    Nothing stands where a lead contributes nothing. A ring says what is usual where the
    statement is true.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(tr("Evidence where leads look from"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)
        session.evidence_changed.connect(self.on_changed)
        session.recording_changed.connect(self.on_changed)
        session.selecting.changed.connect(self.update)
        self.on_changed()

    @Slot()
    def on_changed(self) -> None:
        known = self.contributions
        said = (f"{lead} {contribution_text(x)}" for lead, x in known.items())
        self.setAccessibleDescription("\n".join(said))
        self.update()

    @property
    def contributions(self) -> dict[str, float]:
        """What each lead contributes, in the standard order; empty if not known."""
        evidence: Evidence | None = self._session.known.evidence
        if evidence is None or not evidence.tells("lead"):
            return {}
        known = evidence.leads
        return {lead: known[lead] for lead in STANDARD_12 if lead in known}

    # ------------------------------------------------------------------------ places

    @property
    def _line_px(self) -> int:
        return QFontMetrics(letters(theme.CAPTION_PX)).height()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < NARROW_PX * text_scale()

    @property
    def _legend_px(self) -> int:
        room, wrap = QRect(0, 0, max(1, self.width()), 10_000), Qt.TextFlag.TextWordWrap
        metrics = QFontMetrics(letters(theme.CAPTION_PX))
        return metrics.boundingRect(room, int(wrap), self._legend()).height() + GAP_PX

    @property
    def places(self) -> PlaneGeometry:
        height_px = self.height() - self._legend_px
        return PlaneGeometry(self.width(), height_px, self._line_px, self._is_narrow)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        plane_px = round(2 * (1 + FULL_DISC) * LEAST_RADIUS_PX) + 4 * self._line_px
        planes = 2 if self._is_narrow else 1
        return QSize(240, planes * plane_px + self._legend_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    # ---------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        known = self.contributions
        profile = self._session.analysis.explaining.usual_profile
        for plane, (title, leads) in enumerate(PLANES):
            self._paint_plane(painter, plane, tr(title))
            for lead in leads:
                self._paint_lead(painter, lead, known.get(lead), profile)
        self._paint_legend(painter)
        painter.end()

    def _paint_plane(self, painter: QPainter, plane: int, title: str) -> None:
        scheme, places = style.worn(), self.places
        centre, radius_px = places.centre(plane), places.radius_px
        painter.setPen(QPen(scheme.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius_px, radius_px)
        for lead in PLANES[plane][1]:
            painter.drawLine(centre, places.place(lead))
        painter.setPen(scheme.muted)
        painter.setFont(letters(theme.CAPTION_PX))
        foot = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(places.room(plane), foot, title)

    def _paint_lead(
        self,
        painter: QPainter,
        lead: str,
        value: float | None,
        profile: LeadProfile | None,
    ) -> None:
        scheme, places = style.worn(), self.places
        place = places.place(lead)
        chosen = lead in self._session.selecting.leads
        disc_px = 0.0 if value is None else places.disc_px(value)
        if value is not None and disc_px:
            greyed = self._session.cards.discredited
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(evidence_colour(value, scheme, greyed=greyed)))
            painter.drawEllipse(place, disc_px, disc_px)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        usual_px = 0.0
        if profile is not None:
            usual_px = places.disc_px(profile.of((lead,)))
            painter.setPen(QPen(scheme.text, 1, Qt.PenStyle.DashLine))
            painter.drawEllipse(place, usual_px, usual_px)
        if chosen:
            painter.setPen(QPen(scheme.accent, 2))
            painter.drawEllipse(place, disc_px + GAP_PX, disc_px + GAP_PX)
        self._write(painter, lead, value, max(disc_px, usual_px), chosen=chosen)

    def _write(
        self,
        painter: QPainter,
        lead: str,
        value: float | None,
        disc_px: float,
        *,
        chosen: bool,
    ) -> None:
        """Write a lead's name and contribution beyond its disc."""
        said = lead if value is None else f"{lead} {contribution_text(value, 1)}"
        painter.setFont(letters(theme.CAPTION_PX, strong=chosen))
        painter.setPen(style.worn().text)
        plane = 0 if lead in FRONTAL_DEG else 1
        places = self.places
        place = places.place(lead)
        outward = (place - places.centre(plane)) / places.radius_px
        width_px = painter.fontMetrics().horizontalAdvance(said)
        middle = place + outward * (disc_px + SPACE_PX)
        middle += QPointF(outward.x() * width_px / 2, outward.y() * self._line_px / 2)
        if abs(outward.x()) < NEARLY_BELOW:  # its neighbours' words stand beside it
            middle += QPointF(0, self._line_px)
        room = QRectF(0, 0, width_px + 2, self._line_px)
        room.moveCenter(middle)
        room.moveLeft(min(max(0.0, room.left()), self.width() - room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, said)

    def _legend(self) -> str:
        lines = [tr(LEGEND).format(full=FULL_SCALE_LEAD_LOGIT)]
        profile = self._session.analysis.explaining.usual_profile
        if profile is not None:
            lines.append(tr(RINGS).format(n=profile.n_recordings))
        return "; ".join(lines)

    def _paint_legend(self, painter: QPainter) -> None:
        painter.setFont(letters(theme.CAPTION_PX))
        painter.setPen(style.worn().muted)
        top_px = self.height() - self._legend_px + GAP_PX
        room = QRectF(0, top_px, self.width(), self._legend_px)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), self._legend())

    # ------------------------------------------------------------------ user's hands

    def _select(self, lead: str) -> None:
        self._session.selecting.select(
            Selection(self._session.selecting.group_of(lead), lead)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        known = self.contributions
        for lead in known:
            away = self.places.place(lead) - event.position()
            near_px = max(2 * SPACE_PX, self.places.disc_px(known[lead]))
            if away.x() ** 2 + away.y() ** 2 <= near_px**2:
                self._select(lead)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the leads in the standard order."""
        forward = (Qt.Key.Key_Right, Qt.Key.Key_Down)
        back = (Qt.Key.Key_Left, Qt.Key.Key_Up)
        known = list(self.contributions)
        if event.key() not in (*forward, *back) or not known:
            super().keyPressEvent(event)
            return
        lead = self._session.selection.lead
        at = known.index(lead) if lead in known else -1
        step = 1 if event.key() in forward else -1
        self._select(known[(at + step) % len(known)] if lead in known else known[0])

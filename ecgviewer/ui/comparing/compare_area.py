"""The middle of the window while two recordings are compared."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.page.paper import PaperScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.beats.beat_grid import BeatGrid, BeatRoom
from ecgviewer.ui.beats.beat_picture import (
    BeatCurve,
    BeatPicture,
    fitting_px_per_mm,
)
from ecgviewer.ui.comparing.comparison_texts import (
    difference_text,
    median_of,
    names_text,
)
from ecgviewer.ui.comparing.second_trace import SecondTraceLayer
from ecgviewer.ui.look.theme import SCHEMES, SPACE_PX, WIDE_SPACE_PX
from ecgviewer.ui.paper.captions import (
    SEPARATOR,
    footer_parts,
    paper_scale_parts,
    screen_text,
)
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.sheet_item import LeadNamesItem, PulseItem
from ecgviewer.ui.state.comparison import Comparison, Mode
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.beat_texts import ABSTENTIONS
from ecgviewer.ui.text.i18n import tr

# Nearer than the eye tells; views that differ by a pixel put a sheet so far apart.
ALIGNED_MM = 0.25
MEDIAN_SPEED_MM_PER_S, MEDIAN_GAIN_MM_PER_MV = 50.0, 20.0


class CompareArea(QWidget):
    """Puts medians or a second paper beside the first one, and says what they are.

    Made when two recordings are first compared; it takes the paper into a splitter.
    """

    def __init__(self, session: Session, splitter: QSplitter, view: EcgView) -> None:
        super().__init__()
        self._session = session
        self._comparison: Comparison = session.comparison
        self._splitter = splitter
        self._view = view
        self._pane: SecondPane | None = None
        self._mode: Mode | None = None
        self._screen_scale = view.magnification.screen
        self.names, self.difference = QLabel(), QLabel()
        self.reason, self._told = QLabel(), ""
        self._escape = QShortcut(QKeySequence("Esc"), splitter)
        self.grid = BeatGrid()
        self.grid.setAccessibleName(tr("Median beats of both recordings, by lead"))
        self._build()
        # Where a caliper is selected, the paper takes the key before.
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self._comparison.end)
        view.still.add_layer(SecondTraceLayer(self._overlaid))
        self._comparison.changed.connect(self.on_comparison_changed)
        session.reader_lines.settled.connect(self.on_papers_placed)
        session.view_changed.connect(self.on_view_changed)
        view.plot_changed.connect(self.on_first_plot_changed)
        view.fitting.changed.connect(self.on_room_changed)
        self.on_comparison_changed()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 2)
        column.setSpacing(0)
        for label in (self.names, self.difference):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(8, 2, 0, 0)
        self.reason.setWordWrap(True)
        lines.addWidget(self.reason)
        lines.addWidget(self.grid, stretch=1)
        self.medians = BeatRoom()
        self.medians.resized.connect(self.on_room_changed)
        self.medians.setWidget(inner)
        self.medians.setWidgetResizable(True)
        self.medians.setFrameShape(QFrame.Shape.NoFrame)
        self.medians.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.medians.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._splitter.addWidget(self.medians)

    @property
    def pane(self) -> "SecondPane | None":
        """The second paper, while the recordings stand side by side."""
        return self._pane

    def _overlaid(self) -> tuple[Recording, float] | None:
        second = self._comparison.second
        if self._comparison.mode != "overlay" or second is None:
            return None
        shown = second.shown_recording
        return None if shown is None else (shown, self._comparison.views.shift_s)

    @Slot()
    def on_view_changed(self) -> None:
        self.grid.set_scheme(SCHEMES[self._session.view.scheme])
        self._write_reason()

    @Slot()
    def on_room_changed(self) -> None:
        """Draw median beats as large as there is room, where the paper fits its own."""
        if self._comparison.covers_paper:
            self._write_reason()

    @Slot()
    def on_first_plot_changed(self) -> None:
        """Draw median beats to the scale of the screen that now shows the paper."""
        if self._view.magnification.screen != self._screen_scale:
            self._screen_scale = self._view.magnification.screen
            self._show_medians(self._comparison.covers_paper)

    @Slot()
    def on_papers_placed(self) -> None:
        """Say what differs now; a line that is moved changes nothing else."""
        reached = self._pane is None or self._pane.aligned()
        text = difference_text(self._session, self._comparison, reached)
        if text != self.difference.text():
            self.difference.setText(text)

    @Slot()
    def on_comparison_changed(self) -> None:
        session, comparison = self._session, self._comparison
        mode = comparison.mode if comparison.second is not None else None
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._splitter.isAncestorOf(focused)
        self.setVisible(mode is not None)
        self._escape.setEnabled(mode is not None)
        self.names.setText(names_text(session, comparison))
        self._show_medians(mode == "medians")
        self._show_pane(mode == "side")
        axes_s = comparison.axes_s
        self._view.set_axis(axes_s[0] if axes_s is not None else None)
        if self._pane is not None:
            self._pane.view.set_axis(axes_s[1] if axes_s is not None else None)
            self._pane.follow()
        self.on_papers_placed()
        self._view.setVisible(mode != "medians")
        if mode != self._mode:
            # Those that were hidden have no width yet; what is shown shares it evenly.
            self._mode = mode
            width_px = max(1, self._splitter.width())
            self._splitter.setSizes([width_px] * self._splitter.count())
        self._view.still.refresh()
        if had_focus:
            (self.grid if mode == "medians" else self._view).setFocus()

    def _show_medians(self, shown: bool) -> None:
        self.medians.setVisible(shown)
        picture, self._told = None, ""
        if shown:
            picture, self._told = medians_picture(self._session, self._comparison)
        self.grid.show_picture(picture)
        self.on_view_changed()

    def _write_reason(self) -> None:
        """Draw the median beats to scale, and say to which."""
        screen, picture = self._view.magnification.screen, self.grid.picture
        zoom, reason = 1.0, self._told
        if picture is not None:
            if self._view.fitting.fits:
                zoom = self._fitting_px_per_mm(picture) / screen.px_per_mm
            unscaled = None
            if not screen.true_scale:
                ratio = self._view.devicePixelRatioF()
                unscaled = screen.px_per_mm * ratio * zoom
            scales = paper_scale_parts(picture.scale, unscaled)
            drawn = (tr("no display filter"), screen_text(screen.true_scale, zoom=zoom))
            reason = SEPARATOR.join((reason, *scales, *drawn))
        self.grid.set_px_per_mm(screen.px_per_mm * zoom)
        self.reason.setText(reason)
        self.reason.setVisible(reason != "")

    def _fitting_px_per_mm(self, picture: BeatPicture) -> float:
        """Return the scale at which they fill their room, below two lines of words."""
        viewport = self.medians.viewport()
        words_px = 2 * self.reason.fontMetrics().lineSpacing() + WIDE_SPACE_PX
        width_px = max(1, viewport.width() - SPACE_PX)
        height_px = max(1, viewport.height() - words_px)
        true_px_per_mm = self._view.magnification.screen.px_per_mm
        return fitting_px_per_mm(picture, width_px, height_px, true_px_per_mm)

    def _show_pane(self, shown: bool) -> None:
        second = self._comparison.second
        if self._pane is not None and (not shown or self._pane.session is not second):
            self._pane.unlink()
            self._pane.hide()
            self._pane.deleteLater()
            self._pane = None
        if shown and self._pane is None and second is not None:
            self._pane = SecondPane(second, self._view, self._comparison)
            self._pane.placed.connect(self.on_papers_placed)
            self._splitter.addWidget(self._pane)


class SecondPane(QWidget):
    """The second paper with its footer; it scrolls with the first."""

    placed = Signal()  # another part of one of the papers may be in view

    def __init__(self, session: Session, first: EcgView, comparison: Comparison):
        super().__init__()
        self.session = session
        self._first = first
        self._comparison = comparison
        self._following = False
        self.view = EcgView(session, first.magnification.screen)
        self.view.setAccessibleName(tr("Second recording"))
        self.view.add_overlay(LeadNamesItem())
        self.view.add_overlay(PulseItem())
        self.footer = QLabel()
        self.footer.setWordWrap(True)
        self.footer.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, stretch=1)
        column.addWidget(self.footer)
        self.view.plot_changed.connect(self.on_plot_changed)
        self.view.scrolling.placed.connect(self.on_plot_changed)
        for view, slot in ((first, self.follow), (self.view, self.lead)):
            for bar in (view.scrolling.horizontal, view.scrolling.vertical):
                bar.valueChanged.connect(slot)
            view.scrolling.placed.connect(self.placed)
        first.plot_changed.connect(self.on_first_plot_changed)
        self.view.on_recording_changed()
        self.view.drafting.spread_over(first.drafting.spread_mm)

    def unlink(self) -> None:
        for bar in (self._first.scrolling.horizontal, self._first.scrolling.vertical):
            bar.valueChanged.disconnect(self.follow)
        self._first.scrolling.placed.disconnect(self.placed)
        self._first.plot_changed.disconnect(self.on_first_plot_changed)

    @Slot()
    def on_first_plot_changed(self) -> None:
        """Take the spread of the first paper's rows, and the scale of its screen."""
        self.view.drafting.spread_over(self._first.drafting.spread_mm)
        if self.view.magnification.screen != self._first.magnification.screen:
            self._following = True
            self.view.magnification.set_screen(self._first.magnification.screen)
            self._following = False
            self.follow()

    def aligned(self) -> bool:
        """Whether moments that belong together stand at the same place of both views.

        They do unless one recording is shown in pages and the other is scrolled.
        """
        one, other = self._first.plot, self.view.plot
        if one is None or other is None:
            return True
        origin_mm = self._first.canvas.origin_mm.x() - self.view.canvas.origin_mm.x()
        cells = {(cell.row, cell.column): cell for cell in other.sheet.cells}
        for cell in one.sheet.cells:
            paired = cells.get((cell.row, cell.column))
            if paired is None:
                continue
            late_s = self._comparison.views.shift_s - cell.start_s + paired.start_s
            late_mm = one.sheet.scale.time_to_mm(late_s)
            if abs(cell.x_mm + late_mm - paired.x_mm - origin_mm) > ALIGNED_MM:
                return False
        return True

    @Slot()
    def follow(self) -> None:
        """Show of the second paper what the first one shows."""
        self._scroll(self._first, self.view)

    @Slot()
    def lead(self) -> None:
        self._scroll(self.view, self._first)

    def _scroll(self, source: EcgView, target: EcgView) -> None:
        if self._following:
            return
        self._following = True
        target.scrolling.scroll_to(source.canvas.origin_mm)
        # Views a few pixels apart in width do not come to the end at the same place.
        reached_mm, one, other = target.canvas.origin_mm.x(), source.plot, target.plot
        if one and other and one.sheet.width_mm == other.sheet.width_mm:
            source.scrolling.scroll_sideways(reached_mm)
        self._following = False

    @Slot()
    def on_plot_changed(self) -> None:
        plot = self.view.plot
        if plot is not None:
            scale, span_s = self.view.magnification, self.view.scrolling.span_s(plot)
            unscaled = scale.unscaled_px_per_mm()
            parts = footer_parts(plot, scale.text(), unscaled, span_s)
            self.footer.setText(SEPARATOR.join(parts))


def medians_picture(
    session: Session, comparison: Comparison
) -> tuple[BeatPicture | None, str]:
    """Return both median beats over each other, or why they are not there (yet)."""
    second = comparison.second
    if second is None:
        return None, ""
    one, other = median_of(session), median_of(second)
    for name, found in (("A", one), ("B", other)):
        if isinstance(found, str):
            return None, f"{name}: {tr(ABSTENTIONS[found])}"
    if not isinstance(one, MedianBeats) or not isinstance(other, MedianBeats):
        return None, tr("Laying beats over each other …")
    leads = tuple(lead for lead in one.leads if lead in other.leads)
    curves = (
        BeatCurve(one.median[[one.leads.index(lead) for lead in leads]], "median"),
        BeatCurve(other.median[[other.leads.index(lead) for lead in leads]], "second"),
    )
    scale = PaperScale(MEDIAN_SPEED_MM_PER_S, MEDIAN_GAIN_MM_PER_MV)
    text = tr(
        "Median beats, A of {n_first} of {all_first} beats, B of {n_second} of "
        "{all_second}"
    ).format(
        n_first=one.n_dominant,
        all_first=len(one.numbers),
        n_second=other.n_dominant,
        all_second=len(other.numbers),
    )
    return BeatPicture(leads, curves, (one.times_s, other.times_s), scale), text

"""The key sheet: the whole table of actions and their keys on one page."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.look import theme
from ecgviewer.ui.shell.actions import (
    HELP_MENU,
    INNER,
    Actions,
    ActionSpec,
    key_texts,
    plain_text,
)
from ecgviewer.ui.text.i18n import marked, tr

MOUSE = (
    (marked("Select a beat"), marked("Click")),
    (marked("Move the paper"), marked("Drag")),
    (marked("Scroll"), marked("Wheel")),
    (marked("Scroll sideways"), marked("Shift + wheel")),
    (marked("Zoom about the mouse"), marked("Ctrl + wheel")),
)
MIN_POINTS = 7.0
LARGEST = 1.3  # times the letters of the window

KEY_LETTERS = 16
WIDE_SPACE = "\N{NO-BREAK SPACE} "

Group = tuple[str, list[tuple[str, str]]]  # heading, rows of (action, keys)


def groups(actions: Actions) -> list[Group]:
    """Return the table by menu, in the order of the menus, and the mouse last."""
    by_menu: dict[str, list[tuple[ActionSpec, QAction]]] = {}
    for spec, action in actions.rows():
        by_menu.setdefault(spec.menu_path(), []).append((spec, action))
    # A menu within a menu comes after that menu, and Help after all.
    first = [path.partition(INNER)[0] for path in by_menu]
    help_last = tr(HELP_MENU).replace("&", "")
    order = sorted(
        by_menu,
        key=lambda path: (
            path == help_last,
            first.index(path.partition(INNER)[0]),
        ),
    )
    mouse = [(tr(what), tr(how)) for what, how in MOUSE]
    return [*((path, _rows(by_menu[path])) for path in order), (tr("Mouse"), mouse)]


def _rows(entries: Sequence[tuple[ActionSpec, QAction]]) -> list[tuple[str, str]]:
    """Return names and keys."""
    return [
        (plain_text(action), _filled(key_texts(action), WIDE_SPACE, KEY_LETTERS))
        for _, action in entries
    ]


def _filled(words: Sequence[str], between: str, n_letters: int) -> str:
    """Join words in lines of about so many letters, never within a word."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > n_letters:
            lines[-1] += between.rstrip(WIDE_SPACE)
            lines.append("")
        lines[-1] += (between if lines[-1] else "") + word
    return "\n".join(lines)


def _height(row: tuple[str, str]) -> int:
    """Return the number of lines a row takes."""
    return 1 + max(text.count("\n") for text in row)


def in_columns(parts: Sequence[Group], n_columns: int) -> list[list[Group]]:
    """Deal groups to columns in order, the highest column being as low as can be."""
    heights = [2 + sum(map(_height, rows)) for _, rows in parts]
    limit = max(heights)
    while len(_dealt(heights, limit)) > n_columns:
        limit += 1
    return [[parts[index] for index in column] for column in _dealt(heights, limit)]


def _dealt(heights: Sequence[int], limit: int) -> list[list[int]]:
    columns: list[list[int]] = [[]]
    used = 0
    for index, height in enumerate(heights):
        if columns[-1] and used + height > limit:
            columns.append([])
            used = 0
        columns[-1].append(index)
        used += height
    return columns


def sheet_html(parts: Sequence[Group], n_columns: int) -> str:
    """Return the sheet as a table of columns."""
    columns = in_columns(parts, n_columns)
    cells = "".join(
        f'<td valign="top" style="padding-right: 20px">{_column_html(column)}</td>'
        for column in columns
    )
    return (
        f'<table cellspacing="0"><tr>{cells}</tr></table>'
        f"<p><small>{html.escape(tr(theme.NOT_FOR_DIAGNOSIS))}</small></p>"
    )


def _column_html(column: Sequence[Group]) -> str:
    lines = []
    for heading, rows in column:
        lines.append(
            f'<tr><td colspan="2" style="padding-top: 6px"><b>{html.escape(heading)}'
            "</b></td></tr>"
        )
        lines += [
            f'<tr><td style="padding-right: 10px">{_in_lines(name)}</td>'
            f"<td><tt>{_in_lines(keys)}</tt></td></tr>"
            for name, keys in rows
        ]
    return f'<table cellspacing="0" cellpadding="0">{"".join(lines)}</table>'


def _in_lines(text: str) -> str:
    return "<br>".join(f"<nobr>{html.escape(line)}</nobr>" for line in text.split("\n"))


class KeySheet(QDialog):
    """Shows the sheet in as many columns as there is room for, and prints it."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups = groups(actions)
        self._text = QTextBrowser()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._print = self._buttons.addButton(
            tr("Print …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self._build(parent.size())
        self._buttons.rejected.connect(self.reject)
        self._print.clicked.connect(self.on_print_clicked)

    def _build(self, room: QSize) -> None:
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text.setAccessibleName(tr("All actions and their keys"))
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._text)
        column.addWidget(self._buttons)
        self.resize(room.width() - 16, room.height() - 16)
        self._fit(room.width() - 70, room.height() - 90)

    def _fit(self, width_px: int, height_px: int) -> None:
        """Choose columns and letters so that all stands on one page, if it can."""
        font = self.font()
        points = LARGEST * font.pointSizeF()
        while True:
            font.setPointSizeF(points)
            n_columns = self._fitting_columns(width_px, font)
            document = self._document(n_columns)
            document.setDefaultFont(font)
            document.setTextWidth(width_px)
            fits = document.size().height() <= height_px
            if fits or points <= MIN_POINTS:
                break
            points = max(MIN_POINTS, points - 0.5)
        self._text.document().setDefaultFont(font)
        self._text.setHtml(sheet_html(self._groups, n_columns))

    def _fitting_columns(self, width_px: int, font: object) -> int:
        """Return how many columns fit side by side without a line being broken."""
        best = 1
        for n_columns in range(2, len(self._groups) + 1):
            document = self._document(n_columns)
            document.setDefaultFont(font)  # type: ignore[arg-type]
            if document.idealWidth() > width_px:
                break
            best = n_columns
        return best

    def _document(self, n_columns: int) -> QTextDocument:
        document = QTextDocument()
        document.setHtml(sheet_html(self._groups, n_columns))
        return document

    def text(self) -> str:
        return self._text.toPlainText()

    @property
    def browser(self) -> QTextBrowser:
        return self._text

    # ---------------------------------------------------------------------- printing

    @Slot()
    def on_print_clicked(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_to(printer))
        QDialog.open(dialog)  # the stubs know the print dialog's own alone

    def print_to(self, device: QPagedPaintDevice) -> None:
        """Paint the sheet on one page of a printer or PDF writer."""
        painter = QPainter(device)
        page = QRectF(painter.viewport())
        document = self._document(3)
        document.setDefaultFont(self.font())
        document.setDocumentMargin(0)
        width_px = document.idealWidth()
        document.setTextWidth(width_px)
        size: QSizeF = document.size()
        scale = min(page.width() / size.width(), page.height() / size.height())
        painter.scale(scale, scale)
        document.drawContents(painter)
        painter.end()

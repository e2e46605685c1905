"""The palette: actions and what else there is, found by typing words of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.look.items import rows_in
from ecgviewer.ui.shell.actions import Actions, key_texts, plain_text
from ecgviewer.ui.text.i18n import tr

# A word counts most where it is a word, less at the beginning of one, as the initials
# of several or within one, least when only its letters follow one another.
WHOLE, AT_START, INITIALS, WITHIN, LETTERS = 5, 4, 3, 2, 1
STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
NAME, WHERE, KEYS = range(3)
BETWEEN_KEYS = ", "


@dataclass(frozen=True)
class Command:
    """One line of the palette; ``why_not`` is empty when it can be done.

    ``where`` is the menu of an action, else what kind of thing it is; ``also`` has
    words that it is found by and that do not stand in its line.
    """

    do: Callable[[], object]
    name: str
    where: str
    keys: str = ""
    why_not: str = ""
    also: str = ""
    checked: bool = False

    def fit(self, query: str) -> int:
        """Return how well a query fits, best where the name begins with it; 0: not."""
        fit = score(query, f"{self.name} {self.where} {self.keys} {self.also}")
        begins = self.name.casefold().startswith(query.casefold().strip())
        return fit + 1 if fit and begins else fit


def commands(actions: Actions) -> tuple[Command, ...]:
    """Return every action of the table in the order of the menus."""
    return tuple(
        Command(
            action.trigger,
            plain_text(action),
            spec.menu_path(),
            BETWEEN_KEYS.join(key_texts(action)),
            actions.why_not(spec),
            checked=action.isCheckable() and action.isChecked(),
        )
        for spec, action in actions.rows()
    )


def score(query: str, text: str) -> int:
    """Return how well all words of a query fit a text in any order; 0 if one does not.

    A query without words fits everything alike.
    """
    words = query.casefold().split()
    text = text.casefold()
    scores = [_word_score(word, text) for word in words]
    return 0 if 0 in scores else 1 + sum(scores)


def _word_score(word: str, text: str) -> int:
    if word in text.split():
        return WHOLE
    if any(part.startswith(word) for part in text.split()):
        return AT_START
    if len(word) > 1 and word in "".join(part[0] for part in text.split()):
        return INITIALS
    if word in text:
        return WITHIN
    return LETTERS if any(_in_order(word, part) for part in _tails(text)) else 0


def _tails(text: str) -> list[str]:
    """Return the text from the beginning of each of its words."""
    words = text.split()
    return [" ".join(words[first:]) for first in range(len(words))]


def _in_order(letters: str, text: str) -> bool:
    """Return whether the text begins with these letters, with few others between."""
    if text[:1] != letters[:1]:
        return False
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if at == 0:
            return False
    return at <= 3 * len(letters)


class Palette(QDialog):
    """A line to type in, and what fits below it; Enter does the selected one."""

    def __init__(
        self, actions: Sequence[Command], things: Sequence[Command], parent: QWidget
    ) -> None:
        """Both are in the order that those stand in which fit alike."""
        super().__init__(parent)
        self._commands, self._n_actions = (*actions, *things), len(actions)
        self._line = QLineEdit()
        self._list = QTreeWidget()
        self._reason = QLabel()
        self._build(parent.size())
        self._line.textChanged.connect(self.on_text_changed)
        self._list.itemActivated.connect(self.on_item_activated)
        self._list.itemClicked.connect(self.on_item_activated)
        self._list.currentItemChanged.connect(self.on_current_changed)
        self._show("")

    def _build(self, room: QSize) -> None:
        self.setWindowTitle(tr("Find"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._line.setPlaceholderText(
            tr("An action, a lead, a value, a statement or a setting")
        )
        self._line.setAccessibleName(tr("Find"))
        self._line.setClearButtonEnabled(True)
        self._line.installEventFilter(self)
        self._list.setAccessibleName(tr("Found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHeaderLabels([tr("Found"), tr("Where"), tr("Keys")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (WHERE, KEYS):
            mode = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        self._reason.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.addWidget(self._line)
        lines.addWidget(self._list)
        lines.addWidget(self._reason)
        letters = self.fontMetrics().averageCharWidth()
        line = self.fontMetrics().height()
        self.resize(
            min(120 * letters, room.width() - 40), min(26 * line, room.height() - 80)
        )

    @property
    def line(self) -> QLineEdit:
        return self._line

    @property
    def list(self) -> QTreeWidget:
        return self._list

    def found(self) -> tuple[Command, ...]:
        """Return what is listed, the best first."""
        return tuple(map(self._command, rows_in(self._list.invisibleRootItem())))

    def reason(self) -> str:
        """Return what is said of the selected command."""
        return self._reason.text()

    # ----------------------------------------------------------------------- showing

    def _show(self, query: str) -> None:
        fitting = [
            (command.fit(query), number)
            for number, command in enumerate(self._commands)
        ]
        # What cannot be done comes after the rest. What is named goes before what can
        # be done about it; until then the actions are shown.
        named = bool(query.strip())
        order = sorted(
            (
                self._commands[number].why_not != "",
                -fit,
                named and number < self._n_actions,
                number,
            )
            for fit, number in fitting
            if fit
        )
        self._list.clear()
        self._list.addTopLevelItems([self._item(number) for *_, number in order])
        first = self._list.topLevelItem(0)
        if first is None:
            self._reason.setText(tr("Nothing fits these words."))
        else:
            self._list.setCurrentItem(first)

    def _item(self, number: int) -> QTreeWidgetItem:
        command = self._commands[number]
        name = f"✓ {command.name}" if command.checked else command.name
        # One key is enough to learn; the others are found and read out as well.
        key = command.keys.partition(BETWEEN_KEYS)[0]
        item = QTreeWidgetItem([name, command.where, key])
        item.setToolTip(KEYS, command.keys)
        item.setData(NAME, Qt.ItemDataRole.UserRole, number)
        if command.why_not:
            text = tr("{command} (not now)").format(command=command.name)
            item.setText(NAME, text)
            item.setToolTip(NAME, command.why_not)
            role = QPalette.ColorRole.Text
            grey = self.palette().brush(QPalette.ColorGroup.Disabled, role)
            for column in (NAME, WHERE, KEYS):
                item.setForeground(column, grey)
        return item

    def _command(self, item: QTreeWidgetItem) -> Command:
        number: int = item.data(NAME, Qt.ItemDataRole.UserRole)
        return self._commands[number]

    # --------------------------------------------------------------------- the hands

    @Slot(str)
    def on_text_changed(self, query: str) -> None:
        self._show(query)

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def on_current_changed(
        self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None
    ) -> None:
        if item is not None:
            command = self._command(item)
            keys = tr("Enter does it.")
            self._reason.setText(command.why_not or keys)
            # The list never has the focus, so the line says what is selected.
            said = ", ".join(filter(None, (command.name, command.where, command.keys)))
            self._line.setAccessibleDescription(f"{said}. {self._reason.text()}")

    @Slot(QTreeWidgetItem)
    def on_item_activated(self, item: QTreeWidgetItem) -> None:
        command = self._command(item)
        if command.why_not:
            self._list.setCurrentItem(item)
            return
        self.accept()
        command.do()

    def _step(self, step: int) -> None:
        last = self._list.topLevelItemCount() - 1
        row = self._list.currentIndex().row() + step
        item = self._list.topLevelItem(max(0, min(last, row)))
        if item is not None:
            self._list.setCurrentItem(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in STEPS:
                self._step(STEPS[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self._list.currentItem()
                if item is not None:
                    self.on_item_activated(item)
                return True
        return super().eventFilter(watched, event)

"""Every text of the interface can be translated, and German is complete."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeView,
    QWidget,
)

import ecgviewer.ecg.reasons.text  # noqa: F401  which defines all reasons
from ecgviewer.ai.model import LabelSpec
from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ecg.leads import LEAD_GROUPS
from ecgviewer.ecg.reasons.reason import CATALOGUE
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError
from ecgviewer.paths import model_dir
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.evidence_scale import contribution_text
from ecgviewer.ui.shell.notices import NOTICE
from ecgviewer.ui.shell.palette import Palette
from ecgviewer.ui.text.i18n import Translated, number_text, tr
from ecgviewer.ui.text.privacy import shown_error
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

ROOT = Path(__file__).parents[3]


def load_tool(name: str) -> ModuleType:
    path = ROOT / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool("translations")
GERMAN = tool.TRANSLATIONS / "ecgviewer_de.ts"
SHOWN_ERRORS = (
    r"\b(Read|Unstated|Write|Signal|Sample|Grouping|Catalogue|EditFile|Filter|Alteration"
    r"|Attention|Evidence|Bundle|Decision)Error$|\bModelAbstains$"
)


# -------------------------------------------------------------------------- the files


def test_german_is_complete_up_to_date_and_fills_in_the_same_values() -> None:
    assert tool.complaints(GERMAN, tool.all_texts()) == []


def unkept_sentences(source: str) -> list[str]:
    """Return the errors of a module that say a sentence which is no phrase."""
    raised = [
        node.exc
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    ]
    return [
        ast.unparse(error)
        for error in raised
        if re.search(SHOWN_ERRORS, ast.unparse(error.func))
        and any(map(_has_words, error.args))
    ]


def _has_words(text: ast.expr) -> bool:
    """Whether a text that is no phrase has words, rather than being one: a place."""
    if isinstance(text, ast.Constant):
        return " " in str(text.value)
    pieces = text.values if isinstance(text, ast.JoinedStr) else []
    own = [str(piece.value) for piece in pieces if isinstance(piece, ast.Constant)]
    return any(map(tool.WORD.search, own))


@pytest.mark.parametrize("layer", ["ecg", "io", "analysis", "ai"])
def test_what_an_error_tells_a_reader_is_a_phrase(layer: str) -> None:
    for path in (tool.SOURCES / layer).rglob("*.py"):
        assert unkept_sentences(path.read_text(encoding="utf-8")) == [], path


def test_an_error_that_fills_its_text_in_is_found() -> None:
    for wrong in (
        "raise ReadError(p, f'line {n}', x)",
        "raise ModelAbstains('no beat')",
    ):
        assert len(unkept_sentences(wrong)) == 1
    for right in (
        "raise ValueError(f'{n} rows')",
        "raise ReadError(p, phrase('a b'), x)",
    ):
        assert unkept_sentences(right) == []


def test_a_missing_a_superfluous_and_a_broken_translation_are_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ecgviewer_de.ts"
    tool.write_ts(path, ["a", "{n} b", "c"], {"{n} b": "{m} B", "c": "C"})
    tool.compile_ts(path, path.with_suffix(".qm"))
    found = "\n".join(tool.complaints(path, {"a", "{n} b"}))
    assert "not translated: 'a'" in found
    assert "no longer used: 'c'" in found
    assert "other values are filled in: '{n} b'" in found
    path.with_suffix(".qm").write_bytes(b"old")
    assert "is not made from" in "\n".join(tool.complaints(path, set()))


def test_literals_are_collected_and_joined_and_f_strings_refused() -> None:
    source = 'A = marked("one")\nB = tr("two " "parts")\ntr(A)\nother("three")\n'
    assert tool.texts_of(source, "m") == {"one", "two parts"}
    with pytest.raises(tool.NotALiteralError):
        tool.texts_of('tr(f"{a} b")', "m")


def test_the_words_of_the_model_and_the_lead_groups_are_translated() -> None:
    card = json.loads((model_dir() / "card.json").read_text(encoding="utf-8"))
    labels = [LabelSpec(**label) for label in card["labels"]]
    words = {label.label for label in labels if label.shown} | LEAD_GROUPS.keys()
    assert words - {"aVR"} <= tool.all_texts()


# ------------------------------------------------------------------- the German window


def plain(text: str) -> str:
    return text.replace("&", "").rstrip(" …:")


def mnemonic(text: str) -> str:
    """Return the letter that chooses a menu's entry."""
    return text[text.find("&") + 1].lower() if "&" in text else ""


def visible_texts(window: QWidget) -> Iterator[str]:
    """Return what the widgets of a window say, each by itself."""
    for widget in window.findChildren(QWidget):
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.windowTitle() if isinstance(widget, QDockWidget) else ""
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QGroupBox | QMenu):
            yield widget.title()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTreeView) and widget.model() is not None:
            across = Qt.Orientation.Horizontal
            for column in range(widget.model().columnCount()):
                yield str(widget.model().headerData(column, across) or "")
        for action in widget.actions():
            yield action.text()
            yield action.toolTip()


def english_texts() -> set[str]:
    """Return the texts that read differently in German."""
    known = tool.read_ts(GERMAN)
    return {plain(text) for text, translated in known.items() if text != translated}


def open_all(desk: Desk) -> MainWindow:
    session, window = desk.open("a.hea", "b.hea")
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_T)
    for dock in window.panels.docks:
        window.panels.go_to(dock)
    session.viewing.steps.toggle_evidence()
    return window


@pytest.mark.usefixtures("german")
def test_no_text_of_a_german_window_is_english(desk: Desk) -> None:
    window = open_all(desk)
    english = english_texts()
    left = {text for text in visible_texts(window) if plain(text) in english}
    assert left == set()
    assert "25 mm/s" in window.captions.footer.text()
    assert "maßstäblich" in window.captions.footer.text()


def test_the_same_walk_finds_english_in_an_english_window(desk: Desk) -> None:
    found = {plain(text) for text in visible_texts(open_all(desk))}
    assert {"File", "Statements", "Fit the sheet"} <= found
    assert len(found & english_texts()) > 100


@pytest.mark.usefixtures("german")
def test_every_action_and_menu_is_german(desk: Desk) -> None:
    window = open_all(desk)
    german = {plain(text) for text in tool.read_ts(GERMAN).values()}
    english = english_texts()
    for spec, action in window.actions_table.rows():
        assert plain(action.text()) not in english, spec.id
        for menu in spec.menu_path().split(" › "):
            assert menu in german, spec.menu


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_entries_of_a_menu_share_a_letter(
    desk: Desk, request: pytest.FixtureRequest, language: str
) -> None:
    if language == "de":
        request.getfixturevalue("german")
    window = open_all(desk)
    menus = [window.menuBar().actions()]
    while menus:
        actions = menus.pop()
        letters = [letter for a in actions if (letter := mnemonic(a.text()))]
        shared = {letter for letter in letters if letters.count(letter) > 1}
        assert not shared, [a.text() for a in actions]
        menus += [inner.actions() for a in actions if (inner := a.menu()) is not None]


@pytest.mark.usefixtures("german")
def test_the_palette_and_the_key_sheet_are_german(desk: Desk) -> None:
    window = open_all(desk)
    english = english_texts()
    for show in (
        window.search.show_palette,
        window.help.show_key_sheet,
        window.dialogs.calibrate_screen,
    ):
        show()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert plain(dialog.windowTitle()) not in english
        left = {text for text in visible_texts(dialog) if plain(text) in english}
        assert left == set()
        dialog.close()


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("words", ["inferiorer Myo", "inferior MI"])
def test_things_are_found_by_their_german_names_and_by_those_of_the_field(
    desk: Desk, words: str
) -> None:
    said = Finding("SR", "sinus rhythm", 0.9, 2.0, 0.5)
    other = Finding("IMI", "inferior myocardial infarction", 0.1, -2.0, 0.4)
    steps = fake_steps(predict=lambda *_, **__: Prediction((said, other), "fake 1.0"))
    session, window = desk.open("a.hea", steps=steps)
    window.search.show_palette()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, Palette)
    desk.qtbot.keyClicks(palette.line, words)
    assert palette.found()[0].name.startswith("Inferiorer Myokardinfarkt: ")
    desk.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert session.known.code == "IMI"


@pytest.mark.usefixtures("german")
def test_the_palette_leaves_most_of_its_width_to_the_commands(desk: Desk) -> None:
    window = open_all(desk)
    window.search.show_palette()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, Palette)
    header = palette.list.header()
    assert header.sectionSize(0) > palette.list.viewport().width() / 2
    palette.close()


@pytest.mark.usefixtures("german")
def test_the_mark_and_the_notice_are_german(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    mark = "Nicht für die Diagnose"
    assert mark in window.windowTitle()
    assert any(mark in label.text() for label in window.findChildren(QLabel))
    window.notice_reading.say()
    assert "kein Medizinprodukt" in window.middle.notice.text()
    assert tr(theme.AI_MARK) == "KI, nicht für die Diagnose"


@pytest.mark.usefixtures("german")
def test_numbers_have_one_decimal_sign_in_german(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_speed(12.5)
    session.viewing.set_gain(2.5)
    window.measuring.tool.new_time_caliper()
    window.measuring.tool.new_amplitude_caliper()
    (amplitude,) = [r for r in window.measuring.readouts() if "mV" in r.full]
    said = [window.captions.footer.text(), amplitude.full, contribution_text(-0.25)]
    said += [contribution_text(0.002)]
    said += [action.text() for _, action in window.actions_table.rows()]
    said += [label.text() for label in window.findChildren(QLabel)]
    text = "\n".join(said)
    assert "12,5 mm/s" in text
    assert "2,5 mm/mV" in text
    assert "−0,25" in text
    assert "+<0,01" in text
    without_names = text.replace("fake 1.0", "")
    assert re.findall(r"\d\.\d", without_names) == []


@pytest.mark.usefixtures("german")
def test_the_usual_reasons_for_a_refusal_are_german(tmp_path: Path) -> None:
    empty, other = tmp_path / "leer.dcm", tmp_path / "brief.txt"
    empty.touch()
    other.write_text("no ECG")
    for path, words in (
        (tmp_path / "a.hea", "a.hea: Pfad: Diese Datei gibt es nicht"),
        (empty, "leer.dcm: ganze Datei: Die Datei ist leer"),
        (other, "brief.txt: Dateianfang: keine Aufzeichnung in einem bekannten"),
    ):
        with pytest.raises(ReadError) as raised:
            read_recording(path)
        assert shown_error(raised.value, hidden=False).startswith(words)


def test_a_text_fills_in_numbers_of_every_kind_with_the_decimal_sign() -> None:
    template = Translated("{a:.1f}/{b:g}/{c}/{d}/{e}")
    values = {"a": np.float32(1.5), "b": 2.5, "c": 3, "d": "4.5", "e": 0.5}
    assert template.format(**values) == "1.5/2.5/3/4.5/0.5"


@pytest.mark.usefixtures("german")
def test_what_is_no_number_keeps_its_points() -> None:
    template = Translated("{a:.1f} {file}")
    assert template.format(a=1.5, file="1.5.hea") == "1,5 1.5.hea"
    assert number_text(-1.25, "+.2f") == "−1,25"


@pytest.mark.usefixtures("qapp")
def test_numbers_have_a_point_in_english() -> None:
    assert number_text(1.25, "g") == "1.25"
    assert type(tr("{n} leads")) is str


@pytest.mark.usefixtures("qapp")
def test_the_mark_and_the_notice_are_english_otherwise() -> None:
    assert tr(theme.NOT_FOR_DIAGNOSIS).startswith("Not for diagnosis")
    assert "not a medical device" in tr(NOTICE)


@pytest.mark.usefixtures("german")
def test_qts_own_dialogs_are_german_too(desk: Desk) -> None:
    cancel = QDialogButtonBox.StandardButton.Cancel
    box = QDialogButtonBox(cancel)
    desk.qtbot.addWidget(box)
    assert box.button(cancel).text().replace("&", "") == "Abbrechen"


# ------------------------------------------------------------------------- the choice

START = """
import sys
from ecgviewer.app import make_application, make_window
from ecgviewer.ui.look.settings import Settings, SettingsStore
from PySide6.QtCore import QSettings
application = make_application()
if sys.argv[1] != "none":
    chosen = Settings(language=sys.argv[1])
    SettingsStore(QSettings()).change(lambda stored: chosen)
session, window = make_window([])
print(window.menuBar().actions()[0].text())
window.close()
"""


@pytest.mark.parametrize(
    ("desktop", "choice", "menu"),
    [
        ("de_AT.UTF-8", "none", "&Datei"),
        ("fr_FR.UTF-8", "none", "&File"),
        ("de_DE.UTF-8", "en", "&File"),
        ("C.UTF-8", "de", "&Datei"),
        ("C.UTF-8", "tlh", "&File"),
    ],
)
def test_the_program_starts_in_the_readers_language(
    tmp_path: Path, desktop: str, choice: str, menu: str
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "LANGUAGE"}
    done = subprocess.run(
        [sys.executable, "-c", START, choice],
        env=environment
        | {"LC_ALL": desktop, "QT_QPA_PLATFORM": "offscreen"}
        | {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert done.stdout.split() == [menu], done.stderr


def test_a_language_is_chosen_for_the_next_start_and_said_so(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F2, held)
    assert desk.settings.load().language == "de"
    assert session.messages.message is not None
    assert "next started" in session.messages.message.text
    assert window.actions_table.action("language_de").isChecked()
    window.close()
    assert desk.settings.load().language == "de"


def test_every_reason_has_a_german_text_with_the_same_values() -> None:
    german = tool.read_ts(GERMAN)
    texts = {kind.text for code, kind in CATALOGUE.items() if "tests" not in code}
    assert len(texts) > 150
    for text in texts:
        assert tool.fields(german[text]) == tool.fields(text)

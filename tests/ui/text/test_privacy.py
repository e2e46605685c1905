"""While names are hidden, no patient's name is anywhere: on screen, page or log."""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QWidget

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from ecgviewer.ui.comparing.second_dialog import SecondDialog
from ecgviewer.ui.export.page_files import Target
from ecgviewer.ui.export.page_plan import A4
from ecgviewer.ui.look.settings import SettingsStore, kept_alias_key
from ecgviewer.ui.text.privacy import KEY_BYTES, alias, use_alias_key, without_names
from ecgviewer.ui.window.main_window import MainWindow
from tests.io.made_files import dicom_channel, dicom_group, ecg_uv, write_dicom
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

CONTROL = Qt.KeyboardModifier.ControlModifier
# Parts of what names the patient: in the file, in its name and in its folder's.
SECRETS = ("Zwiebel", "Ottilie", "Q4711", "Wardroom")
TEXT_ROLES = (
    *(Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole),
    *(Qt.ItemDataRole.EditRole, Qt.ItemDataRole.StatusTipRole),
    *(Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.WhatsThisRole),
)
TEXT_PROPERTIES = (
    *("text", "toolTip", "windowTitle", "accessibleName", "title"),
    *("accessibleDescription", "statusTip", "whatsThis", "placeholderText"),
    *("plainText", "currentText", "iconText", "suffix"),
)


@pytest.fixture
def named_file(tmp_path: Path) -> Path:
    """A recording of which file, folder and content name the patient."""
    folder = tmp_path / "Wardroom Zwiebel"
    folder.mkdir()
    group = dicom_group(ecg_uv(), [dicom_channel(lead) for lead in STANDARD_12])
    made = write_dicom(
        folder, [group], PatientName="Zwiebel^Ottilie", PatientID="Q4711"
    )
    (folder / "Zz Ottilie.hea").write_text("Ottilie 1 500\nOttilie.dat 16\n")
    return made.rename(folder / "Zwiebel_Ottilie_Q4711.dcm")


def texts_of(thing: QWidget | QAction) -> Iterator[str]:
    for name in TEXT_PROPERTIES:
        yield str(thing.property(name))
    for action in thing.actions() if isinstance(thing, QWidget) else ():
        yield from texts_of(action)
    if isinstance(thing, QAbstractItemView) and thing.model() is not None:
        yield from model_texts(thing.model(), QModelIndex())


def model_texts(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in TEXT_ROLES:
                yield str(index.data(role))
            yield from model_texts(model, index)


def leaks(window: MainWindow) -> list[str]:
    """Return every text of the program that says a secret."""
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    widgets = [window, *window.findChildren(QWidget), *QApplication.topLevelWidgets()]
    actions = window.findChildren(QAction)
    texts = [text for thing in (*widgets, *actions) for text in texts_of(thing)]
    return [text for text in texts if any(secret in text for secret in SECRETS)]


def hide(desk: Desk, window: MainWindow) -> None:
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_H, CONTROL)


def test_hidden_names_are_nowhere(
    desk: Desk, named_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session, window = desk.open(steps=fake_steps(read=read_recording))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([named_file.parent])
    assert session.recording is not None
    assert window.worklist.list is not None
    window.worklist.list.filter.setText("Zwiebel")
    assert len(leaks(window)) > 5  # the scan sees what is there to be seen
    caplog.clear()
    hide(desk, window)
    stale = [a.text() for a in window.recent_menu.actions()]
    assert not any(secret in text for text in stale for secret in SECRETS)
    assert leaks(window) == []
    assert alias(named_file) in window.windowTitle()
    assert alias(named_file) in window.answer.who.text()
    assert "patient hidden" in window.answer.who.text()
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_N)
    assert "Ottilie" in session.messages.message.text
    assert window.middle.banner.text()
    assert leaks(window) == []
    assert not any(secret in caplog.text for secret in SECRETS)


def test_names_come_back(desk: Desk, named_file: Path) -> None:
    _, window = desk.open(steps=fake_steps(read=read_recording))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([named_file])
    hide(desk, window)
    hide(desk, window)
    assert named_file.name in window.windowTitle()
    assert "Zwiebel Ottilie" in window.answer.who.text()


def test_the_choice_is_remembered_and_kept_from_the_first_picture_on(
    desk: Desk, named_file: Path
) -> None:
    steps = fake_steps(read=read_recording)
    _, window = desk.open(str(named_file), steps=steps)
    hide(desk, window)
    window.close()
    _, window = desk.open(str(named_file), steps=steps)
    assert leaks(window) == []


def test_errors_that_nobody_foresaw_are_shown_and_logged_without_names(
    desk: Desk, named_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(path: Path) -> object:
        raise RuntimeError(f"cannot decode {path} of Zwiebel_Ottilie_Q4711.dcm")

    _, window = desk.open(steps=fake_steps(read=broken))
    window.files.open_files([named_file])
    assert "RuntimeError" in caplog.text
    assert not any(secret in caplog.text for secret in SECRETS)
    assert "Zwiebel" in window.middle.banner.text()
    hide(desk, window)
    assert "RuntimeError" in window.middle.banner.text()
    assert leaks(window) == []


def test_a_second_recording_that_fails_is_not_named(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def read(path: Path) -> Recording:
        if "Zwiebel" in path.name:
            raise RuntimeError(f"{path} is beyond me")
        return synthetic_recording(path=str(path))

    session, window = desk.open("a.hea", steps=fake_steps(read=read))
    session.privacy.hide(True)
    session.comparison.open(Path("/ecg/Ward Ottilie/Zwiebel Q4711.xml"))
    assert "is beyond me" in window.middle.banner.text()
    said = window.middle.banner.text() + caplog.text
    assert not any(secret in said for secret in SECRETS)


def test_an_error_among_the_beats_is_logged_without_the_patient(
    desk: Desk, named_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_recording: object) -> object:
        raise RuntimeError("no beats in Ottilie Zwiebel (Q4711)")

    steps = fake_steps(read=read_recording, detect_beats=broken)
    _, _window = desk.open(str(named_file), steps=steps)
    assert "no beats in" in caplog.text
    assert not any(secret in caplog.text for secret in SECRETS)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1.dat holds 5 of 10 samples", "{name} holds 5 of 10 samples"),
        ("lead V1 of 1.hea at 1 mV", "lead V1 of {name} at 1 mV"),
        ("/ecg/ward/1.hea: damaged", "…/{name}: damaged"),
        ("in record 1_2.mat", "in record {name}"),
        ("Jane.dat is missing", "… is missing"),
        ("Channel “Jane” is left out", "Channel “…” is left out"),
    ],
)
def test_short_names_are_hidden_only_where_they_are_names(text: str, left: str) -> None:
    path = Path("/ecg/ward/1.hea")
    assert without_names(text, path) == left.format(name=alias(path))


def test_aliases_tell_files_apart_and_stay(no_key_of_chance: None) -> None:
    names = {alias(Path(f"/ecg/{number}.hea")) for number in range(200)}
    assert len(names) == 200
    assert alias(Path("/ecg/1.hea")) == alias(Path("/ecg/1.hea"))
    assert np.all(["ecg" not in name for name in names])


@pytest.fixture
def no_key_of_chance() -> Iterator[None]:
    use_alias_key(bytes(KEY_BYTES))
    yield
    use_alias_key(secrets.token_bytes(KEY_BYTES))


def test_an_alias_is_the_installation_s_own(
    no_key_of_chance: None, tmp_path: Path
) -> None:
    def names(folder: str) -> set[str]:
        path = str(tmp_path / folder)
        store = SettingsStore(QSettings(path, QSettings.Format.IniFormat))
        use_alias_key(kept_alias_key(store))
        return {alias(Path(f"/ecg/{number}.hea")) for number in range(5)}

    here = names("here")
    assert names("elsewhere") != here
    assert names("here") == here


def test_damaged_keys_are_made_anew(settings: SettingsStore) -> None:
    settings.change(lambda stored: replace(stored, alias_key="no key"))
    key = kept_alias_key(settings)
    assert len(key) == KEY_BYTES
    assert kept_alias_key(settings) == key


def test_what_is_said_below_the_paper_forgets_names(desk: Desk, tmp_path: Path) -> None:
    _, window = desk.open("a.hea")
    path = tmp_path / "Zwiebel Ottilie.pdf"
    window.exporting.made().ask_for_target = lambda *_: Target(path, "pdf", A4)
    window.actions_table.action("export").trigger()
    assert "Ottilie" in window.statusBar().currentMessage()
    hide(desk, window)
    assert "Ottilie" not in window.statusBar().currentMessage()
    assert "Zwiebel" not in window.statusBar().currentMessage()
    hide(desk, window)
    assert "Ottilie" in window.statusBar().currentMessage()


def test_what_runs_is_said_without_names(desk: Desk) -> None:
    session, window = desk.open(runner=PatientRunner())
    session.set_recording(synthetic_recording())
    session.opening.open_path(Path("/ecg/Zwiebel Ottilie.hea"))

    def said() -> str:
        labels = window.statusBar().findChildren(QLabel)
        return " ".join((*window.findings.texts(), *(each.text() for each in labels)))

    desk.qtbot.waitUntil(lambda: said().count("Zwiebel Ottilie") == 2)
    hide(desk, window)
    assert "Ottilie" not in said()


def test_the_choice_of_a_second_recording_forgets_names(desk: Desk) -> None:
    _, window = desk.open("a.hea", "Ottilie Zwiebel.hea")
    window.comparing.toggle()
    dialog = window.findChild(SecondDialog)
    assert dialog is not None
    assert [item.text() for item in dialog.items()] == ["Ottilie Zwiebel.hea"]
    window.actions_table.action("hide_patient").trigger()
    assert "Ottilie" not in dialog.items()[0].text()
    assert dialog.items()[0].toolTip() == ""
    window.actions_table.action("hide_patient").trigger()
    assert dialog.items()[0].text() == "Ottilie Zwiebel.hea"
    dialog.reject()

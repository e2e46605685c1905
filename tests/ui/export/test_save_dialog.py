"""Where something is written, and as what, is asked in one way."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ecgviewer.ui.export.exporting import ask_for_target
from ecgviewer.ui.export.recording_files import ask_for_copy
from ecgviewer.ui.export.save_dialog import ask_where

KINDS = {"PDF (*.pdf)": ".pdf", "SVG (*.svg)": ".svg"}


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("page", "SVG (*.svg)", ("page.svg", "SVG (*.svg)")),
        ("page.SVG", "SVG (*.svg)", ("page.SVG", "SVG (*.svg)")),
        ("page.v2", "PDF (*.pdf)", ("page.v2.pdf", "PDF (*.pdf)")),
        ("page", "", ("page.pdf", "PDF (*.pdf)")),  # some platforms name no kind
        ("", "PDF (*.pdf)", None),
    ],
)
def test_a_name_gets_the_suffix_of_its_kind(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: str,
    expected: tuple[str, str] | None,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (name, kind))
    parent = QWidget()
    qtbot.addWidget(parent)
    found = ask_where(parent, "Export", "page", KINDS)
    assert found == (None if expected is None else (Path(expected[0]), expected[1]))


def test_pages_and_recordings_are_asked_about_by_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    told = ("out", "EDF+ (*.edf)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: told)
    copy = ask_for_copy(parent, "x", False)
    assert copy is not None
    assert (copy.path, copy.deidentified) == (Path("out.edf"), False)
    told = ("out", "")
    hidden = ask_for_copy(parent, "x", True)
    assert hidden is not None
    assert hidden.deidentified  # while names are hidden, copies without them come first
    target = ask_for_target(parent, "x")
    assert target is not None
    assert target.path == Path("out.pdf")

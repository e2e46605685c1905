"""The window reads in other processes: hostile files cost it nothing."""

import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ecgviewer.io.worker.pool import ReadingPool
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import steps_with
from tests.io.made_files import ecg_uv, write_wfdb
from tests.io.worker.test_pool import HOSTILE, LINUX, children, hostile_file


@LINUX
def test_a_crash_is_a_sentence_and_the_next_file_opens(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pool = ReadingPool(HOSTILE, limit_s=20.0)
    session = Session(JobRunner(), steps_with(pool), at_end=pool.close)
    try:
        session.opening.open_files([hostile_file(tmp_path, "crashes")])
        qtbot.waitUntil(lambda: session.messages.message is not None, timeout=30_000)
        assert session.messages.message is not None
        assert "crashes.hostile" in session.messages.message.text
        assert "SIGSEGV" in session.messages.message.text
        session.opening.open_files([write_wfdb(tmp_path, ecg_uv())])
        qtbot.waitUntil(lambda: session.recording is not None, timeout=30_000)
    finally:
        session.close()
    assert not children()


@LINUX
def test_closing_does_not_wait_for_a_file_that_never_ends(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pool = ReadingPool(HOSTILE)
    session = Session(JobRunner(), steps_with(pool), at_end=pool.close)
    session.opening.open_files([hostile_file(tmp_path, "loops")])
    qtbot.wait(500)
    begun = time.monotonic()
    session.close()
    assert time.monotonic() - begun < 3
    assert not children()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_what_is_asked_for_last_does_not_wait_for_a_file_that_never_ends(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pool = ReadingPool(HOSTILE)
    session = Session(JobRunner(), steps_with(pool), at_end=pool.close)
    try:
        session.opening.open_files([hostile_file(tmp_path, "loops")])
        qtbot.wait(300)
        session.opening.open_files([write_wfdb(tmp_path, ecg_uv())])
        qtbot.waitUntil(lambda: session.recording is not None, timeout=25_000)
    finally:
        session.close()
    assert not children()

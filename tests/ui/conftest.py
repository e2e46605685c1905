"""Fixtures for the window's tests: own settings, no thread or timer left behind."""

import gc
import os
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a window alive."""
    before = set(threading.enumerate())
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = [t.name for t in threading.enumerate() if t not in before]
    assert not left, f"threads left alive: {left}"
    timers = [
        timer
        for timer in gc.get_objects()
        if isinstance(timer, QTimer) and _runs(timer)
    ]
    assert not timers, f"timers left running: {timers}"


def _runs(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:  # its C++ half is gone, so it does not run
        return False

"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings beside the project; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real recordings are not here: no {SHARED_DATA.name} folder")
    return SHARED_DATA

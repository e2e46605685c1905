"""Fixtures shared by all tests."""

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.offline import refuse_network, tried

if TYPE_CHECKING:
    from ecgviewer.pipeline import Models

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Every run searches alike and nothing fails for a slow machine; another search is asked
# for with ``--hypothesis-profile=fresh --hypothesis-seed=N``.
_SEARCH = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("repeatable", derandomize=True, **_SEARCH)
settings.register_profile("fresh", max_examples=1000, **_SEARCH)
settings.load_profile("repeatable")

refuse_network()

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


# Few tests that each take long: begun last, one worker would wait for them alone.
SLOW = ("test_selftest.py", "test_pipeline.py", "test_examples.py", "test_wheel.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with files of slow tests, then with those of many."""
    n_tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in SLOW, -n_tests[item.path]))


def pytest_collection_finish() -> None:
    """Let no search for garbage look at what all libraries keep for good."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    """Let no test's draws depend on which tests ran before it."""
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


@pytest.fixture(autouse=True)
def nothing_leaves() -> Iterator[None]:
    """Fail a test that tried to reach another computer, whoever caught the error."""
    yield
    found, tried[:] = tried[:], []
    assert not found


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what the program caches out of the home of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("LOCALAPPDATA", str(folder))
        yield folder


@pytest.fixture(scope="session")
def models() -> "Models":
    """The delineator that is installed, and the rules for what can be read."""
    from ecgviewer.pipeline import Models, installed_delineator

    return Models(installed_delineator())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings beside the project; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real recordings are not here: no {SHARED_DATA.name} folder")
    return SHARED_DATA

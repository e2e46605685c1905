"""Jobs of one owner: said while they run, given up together, errors told once."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ecgviewer.ui.state.job_scope import JobScope


class KeptJobs:
    """Keeps jobs until they are told to end."""

    def __init__(self) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}

    def submit(
        self, key: str, function: Callable[..., Any], *args: Any, **on: Any
    ) -> None:
        self.jobs[key] = on

    def cancel(self, key: str) -> None:
        self.jobs.pop(key, None)

    def shutdown(self) -> None:
        self.jobs.clear()


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def runner() -> KeptJobs:
    return KeptJobs()


@pytest.fixture
def scope(
    qapp: QApplication, runner: KeptJobs, told: list[tuple[str, str]]
) -> JobScope:
    return JobScope(runner, lambda error, activity: told.append((str(error), activity)))


def test_what_runs_is_said_until_it_has_ended(
    scope: JobScope, runner: KeptJobs
) -> None:
    answers: list[int] = []
    scope.start("beats", "Finding beats …", len, on_done=answers.append)
    scope.start("survey", "Reading …", len, on_done=print, tells_progress=True)
    runner.jobs["survey"]["on_progress"](0.5)
    assert scope.activity == "Finding beats … Reading … 50 %"
    runner.jobs["beats"]["on_done"](7)
    assert (scope.activity, answers) == ("Reading … 50 %", [7])


def test_all_jobs_of_a_scope_are_given_up_and_no_others(
    scope: JobScope, runner: KeptJobs
) -> None:
    other = JobScope(runner, print)
    other.start("read", "Reading …", len, on_done=print)
    scope.start("beats", "Finding beats …", len, on_done=print)
    scope.start("predict", "Asking the model …", len, on_done=print)
    scope.stop_all()
    assert list(runner.jobs) == ["read"]
    assert (scope.activity, other.activity) == ("", "Reading …")


def test_an_error_goes_to_the_job_or_else_to_the_owner(
    scope: JobScope, runner: KeptJobs, told: list[tuple[str, str]]
) -> None:
    own: list[Exception] = []
    scope.start("bundle", "Loading …", len, on_done=print, on_error=own.append)
    scope.start("beats", "Finding beats …", len, on_done=print)
    for key in ("bundle", "beats"):
        runner.jobs[key]["on_error"](ValueError(f"no {key}"))
    assert [str(error) for error in own] == ["no bundle"]
    assert told == [("no beats", "Finding beats …")]
    assert scope.activity == ""

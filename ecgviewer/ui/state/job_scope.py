"""Jobs that belong together: said while they run, and given up together."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ecgviewer.ui.state.jobs import OnDone, OnError, Runner


class JobScope(QObject):
    """Starts jobs of one owner with a runner; lives on the GUI thread.

    Keys tell the jobs of a runner apart, whichever scope started them: the newest of a
    key wins.
    """

    activity_changed = Signal()

    def __init__(
        self,
        runner: Runner,
        on_error: Callable[[Exception, str], None],
        parent: QObject | None = None,
    ) -> None:
        """Make a scope without jobs.

        ``on_error`` is told of what a job without one of its own ended with, and what
        was being done.
        """
        super().__init__(parent)
        self._runner = runner
        self._on_error = on_error
        self._activities: dict[str, str] = {}  # empty for a job that is not spoken of

    @property
    def activity(self) -> str:
        """What is being done, empty when nothing is."""
        return " ".join(filter(None, self._activities.values()))

    def is_busy(self, key: str) -> bool:
        """Return whether a job of this key is under way."""
        return key in self._activities

    def start(
        self,
        key: str,
        activity: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
        tells_progress: bool = False,
    ) -> None:
        """Submit a job, and say that it runs until it has ended.

        One with an empty activity is not spoken of.
        """

        def done(result: Any) -> None:
            self._set_activity(key, None)
            on_done(result)

        def failed(error: Exception) -> None:
            self._set_activity(key, None)
            if on_error is None:
                self.report(error, activity)
            else:
                on_error(error)

        def progressed(fraction: float) -> None:
            self._set_activity(key, f"{activity} {100 * fraction:.0f} %")

        self._set_activity(key, activity)
        more = {"on_progress": progressed} if tells_progress else {}
        self._runner.submit(key, function, *args, on_done=done, on_error=failed, **more)

    def report(self, error: Exception, activity: str) -> None:
        """Say what a job ended with; one with an ``on_error`` leaves that to it."""
        self._on_error(error, activity)

    def stop(self, *keys: str) -> None:
        """Give up on these jobs; their answers are dropped."""
        for key in keys:
            self._runner.cancel(key)
            self._set_activity(key, None)

    def stop_all(self) -> None:
        """Give up on every job of this scope."""
        self.stop(*self._activities)

    def _set_activity(self, key: str, activity: str | None) -> None:
        before = self.activity
        self._activities.pop(key, None)
        if activity is not None:
            self._activities[key] = activity
        if self.activity != before:
            self.activity_changed.emit()

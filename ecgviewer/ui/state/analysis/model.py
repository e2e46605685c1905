"""The bundle that is asked, loaded once it is needed."""

import logging
from collections.abc import Callable
from typing import Any

from ecgviewer.ai.installed import DEFAULT
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

LOGGER = logging.getLogger(__name__)

NO_MODEL = marked(
    "No model is installed: recordings open, but nothing is said about them."
)


class Model:
    """One of the installed bundles.

    Attributes
    ----------
    bundle : object, optional
        Of the ``name``, once it is loaded.
    note : str
        Why the network says nothing; empty while it can.
    """

    def __init__(self, steps: Steps, jobs: JobScope) -> None:
        self._steps, self._jobs = steps, jobs
        self.choose(DEFAULT)

    def choose(self, name: str) -> None:
        self.name, self.note = name, ""
        self.bundle: Any = None

    def load(self, on_ended: Callable[[], None]) -> None:
        """Load the bundle, or note why there is none."""

        def done(bundle: Any) -> None:
            self.bundle = bundle
            self.note = tr(NO_MODEL) if bundle is None else ""
            on_ended()

        def failed(error: Exception) -> None:
            LOGGER.error("the model could not be loaded", exc_info=error)
            note = tr("The model cannot be used: {error}")
            self.note = note.format(error=localised(str(error)))
            on_ended()

        self._jobs.start(
            *("bundle", tr("Loading the model …"), self._steps.load_bundle),
            self.name,
            on_done=done,
            on_error=failed,
        )

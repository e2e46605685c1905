"""What is being done, what is urgent, and what the network says of itself."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from ecgviewer.ui.look.widgets import SmallLabel, StatementLabel
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.shell.notices import SAID_AFTER_MS
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

MEASURED = marked("Measured, whatever the network says: {criteria}.")


class ModelStatus(QObject):
    """The lines around the statements: why there are none, what is urgent, of what.

    Nothing is said of what is over before it could be read: it would only flicker.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.silence = StatementLabel()
        self.silence.setTextFormat(Qt.TextFormat.PlainText)
        self.status, self.about = SmallLabel(), SmallLabel()
        for label in self.labels:
            label.setWordWrap(True)
        self._busy = QTimer(self, interval=SAID_AFTER_MS, singleShot=True)
        self._says_activity = False
        self._busy.timeout.connect(self.write)
        session.recording_changed.connect(self.write)
        session.prediction_changed.connect(self.write)
        session.privacy.changed.connect(self.write)
        session.beats_changed.connect(self.on_activity_changed)
        session.activity_changed.connect(self.on_activity_changed)
        session.examining.changed.connect(self.on_measured)
        session.reader_lines.settled.connect(self.on_measured)
        self.write()

    @property
    def labels(self) -> tuple[QLabel, ...]:
        return self.silence, self.status, self.about

    @Slot()
    def on_activity_changed(self) -> None:
        if not self._session.activity:
            self._busy.stop()
        elif not self._says_activity:
            if not self._busy.isActive():
                self._busy.start()
            return
        self.write()

    @Slot()
    def on_measured(self) -> None:
        if not self._busy.isActive():
            self.write()

    @Slot()
    def write(self) -> None:
        """Say everything anew.

        What is urgent by criteria stands first in the answer, and here, as what the
        network says of itself, below the statements, which are what is read first.
        """
        session = self._session
        self._says_activity = bool(session.activity)
        prediction, silence = session.known.prediction, ""
        doing, status = session.privacy.shown(session.activity), ""
        parts: list[str] = []
        if session.recording is None:
            silence, status = (
                ("", doing) if doing else (tr("No recording is open."), "")
            )
        elif prediction is None:
            status = doing
            silence = session.analysis.model.note or session.privacy.shown(
                session.known.beats_failure
            )
        else:
            parts += [self._measured_text(), doing]
            if prediction.abstained is not None:
                nothing = tr("The model says nothing: {reason}.")
                silence = nothing.format(reason=localised(prediction.abstained))
            if prediction.span_s is not None:
                start, stop = map(time_text, prediction.span_s)
                of_part = tr("Of the stretch from {start} to {stop}.")
                if session.analysis.part.marked_s is not None:
                    of_part = tr("Of the stretch marked, from {start} to {stop}.")
                parts.append(of_part.format(start=start, stop=stop))
            parts.append(tr("Model: {model}.").format(model=prediction.model))
            parts.extend(map(localised, prediction.notes))
        said = silence, status, " ".join(filter(None, parts))
        for label, text in zip(self.labels, said, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _measured_text(self) -> str:
        """Return urgent criteria that are met, or may be; the network asks none."""
        # Here, because the first paper is painted without.
        from ecgviewer.ui.measurements.criteria_rows import perhaps_texts, urgent_text
        from ecgviewer.ui.state.effective_values import told_criteria

        criteria = told_criteria(self._session)
        said = ". ".join(
            filter(None, (urgent_text(criteria), *perhaps_texts(criteria)))
        )
        return tr(MEASURED).format(criteria=said) if said else ""

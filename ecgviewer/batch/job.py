"""The job: some recordings, asked about together. A pure function of its arguments."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecgviewer.ai.installed import DEFAULT
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.io.table_statement import TableStatement

# Samples of all leads of recordings that are held at once: 64 MB.
MAX_HELD_SAMPLES = 16_000_000


@dataclass(frozen=True)
class JobSettings:
    """What is asked of each recording; ``flat`` rows are those of a table."""

    model: str = DEFAULT
    evidence: bool = False
    fiducials: bool = False
    second_opinion: bool = False
    grouping: Grouping = ANATOMIC
    flat: bool = True
    stated: TableStatement | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"grouping": self.grouping.key}


def analyze_paths(paths: Sequence[str], settings: JobSettings) -> list[dict[str, Any]]:
    """Return one row for each path, in order; never raises for what is in a file."""
    from ecgviewer.api.analysis import Asked, examined
    from ecgviewer.cli.analyze import asked_of, refused
    from ecgviewer.ecg.examination import EcgAnalysis
    from ecgviewer.ecg.signal import SignalError
    from ecgviewer.io import ReadError, read_recording

    asked = asked_of(
        settings.model,
        evidence=settings.evidence,
        second_opinion=settings.second_opinion,
        grouping=settings.grouping,
    )
    answers: dict[str, dict[str, Any]] = {}
    held: list[tuple[str, EcgAnalysis]] = []

    def ask(asked: Asked) -> None:
        answers.update(_answered(held, asked, settings))
        held.clear()

    for path in paths:
        try:
            found = examined(read_recording(path, settings.stated), asked)
            held.append((path, found))
        except (ReadError, SignalError, OSError, MemoryError) as error:
            answers[path] = refused(Path(path), error)
        except Exception as error:  # noqa: BLE001  the row says what it was
            answers[path] = _failed(path, error)
        samples = (x.recording.n_samples * len(x.recording.leads) for _, x in held)
        if sum(samples) > MAX_HELD_SAMPLES:
            ask(asked)
    ask(asked)
    return (
        [answers[path] for path in paths]
        if not settings.flat
        else _flat(answers[path] for path in paths)
    )


def _answered(
    held: Sequence[tuple[str, Any]], asked: Any, settings: JobSettings
) -> dict[str, dict[str, Any]]:
    """Return the answers of what is measured; one that fails does not stop the rest."""
    from ecgviewer.api.analysis import analyses

    if not held:
        return {}
    try:
        found = analyses([item for _, item in held], asked)
    except Exception as error:  # noqa: BLE001  which of them it was, is found singly
        if len(held) == 1:
            return {held[0][0]: _failed(held[0][0], error)}
        singly = [_answered([one], asked, settings) for one in held]
        return {path: answer for part in singly for path, answer in part.items()}
    return {
        path: analysis.to_dict(fiducials=settings.fiducials) | {"file": path}
        for (path, _), analysis in zip(held, found, strict=True)
    }


def _failed(path: str, error: Exception) -> dict[str, Any]:
    detail = " ".join(str(error).split()) or "no details"
    reason = f"it could not be analyzed ({type(error).__name__}: {detail})"
    return {"file": path, "error": {"place": "whole file", "reason": reason}}


def _flat(answers: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    from ecgviewer.io.results.flat import flat_row

    return [dict(flat_row(answer)) for answer in answers]


def died(path: str, settings: JobSettings) -> dict[str, Any]:
    """Return the row of a recording at which processes ended, twice."""
    reason = "the process that analyzed it ended twice: out of memory, or killed"
    answer = {"file": path, "error": {"place": "whole file", "reason": reason}}
    return _flat(iter([answer]))[0] if settings.flat else answer

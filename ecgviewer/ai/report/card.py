"""Checks of one map, the limits that they are held against, and the verdict.

Limits are data (``limits.json``), chosen by ``benchmarks.evidence.report_limits`` from
recordings of a training fold. Light: the window reads cards before torch is there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Verdict = Literal["supported", "weak", "do not use"]
_LIMITS = Path(__file__).with_name("limits.json")


@dataclass(frozen=True)
class Limit:
    """What a check's value must reach (``at_least``), or must not exceed.

    Without a ``vital`` check a map means nothing; others make it weak. One that is
    ``provisional`` was set by hand, not chosen from recordings.
    """

    value: float
    at_least: bool
    vital: bool
    provisional: bool = False

    def passes(self, value: float) -> bool:
        return value >= self.value if self.at_least else value <= self.value


@dataclass(frozen=True)
class Check:
    """One question about a map and its answer.

    ``value`` is ``None`` where it could not be asked, and ``reason`` says why.
    """

    key: str
    value: float | None
    limit: Limit
    reason: str = ""

    @property
    def passed(self) -> bool | None:
        """``None`` where it could not be asked. What is no number is not passed."""
        return None if self.value is None else self.limit.passes(self.value)


@dataclass(frozen=True, eq=False)
class ReportCard:
    """The checks of the evidence for one finding.

    ``curves`` are probabilities while cells are removed, by name: ``removed`` and
    ``kept`` with the most important cells first, ``random`` removed in random orders,
    ``amplitude`` the largest first; each over ``shares``, the part of the cells.
    ``second_method`` is what the map was compared with.
    """

    code: str
    checks: tuple[Check, ...]
    shares: FloatArray = field(default_factory=lambda: np.zeros(0))
    curves: Mapping[str, FloatArray] = field(default_factory=dict)
    second_method: str = ""

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that were not passed, vital ones first."""
        failed = [check for check in self.checks if check.passed is False]
        return tuple(sorted(failed, key=lambda check: not check.limit.vital))

    @property
    def verdict(self) -> Verdict:
        """Nothing is supported while a vital check has no answer."""
        if self.failed:
            return "do not use" if self.failed[0].limit.vital else "weak"
        open_ones = [c for c in self.checks if c.passed is None and c.limit.vital]
        return "weak" if open_ones else "supported"


@cache
def limits_file() -> Mapping[str, Any]:
    """Return the limits with what they were chosen from."""
    found: Mapping[str, Any] = json.loads(_LIMITS.read_text(encoding="utf-8"))
    return found


def load_limits() -> Mapping[str, Limit]:
    """Return the limit of each check, by its key."""
    rows = limits_file()["limits"]
    return {
        key: Limit(
            *(float(row["value"]), bool(row["at_least"]), bool(row["vital"])),
            provisional=bool(row.get("provisional", False)),
        )
        for key, row in rows.items()
    }


def n_recordings() -> int:
    """Return from how many recordings the other limits were chosen."""
    return int(limits_file()["made"]["n_recordings"])


def judged(
    values: Mapping[str, float | None],
    limits: Mapping[str, Limit],
    reasons: Mapping[str, str],
) -> tuple[Check, ...]:
    """Return the checks in the order of the limits."""
    return tuple(
        Check(key, values.get(key), limit, reasons.get(key, ""))
        for key, limit in limits.items()
    )

"""Who may see which recordings: the split that keeps the test fold back.

It guards against leakage: of patients, of copies, and of the test fold into choices.

Whatever learns or chooses asks a ``Split`` for its recordings and cannot get those of
the test fold from it. Only a final report can, and each time it does is logged.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from training.sources.entries import CHOICE_FOLD, TEST_FOLD, UNPLACED_FOLD, Entry

FINAL_REPORT = "final report"

log = logging.getLogger(__name__)


class TestFoldRefused(Exception):
    """The test fold was asked for by something that is not a final report."""

    __test__ = False  # pytest takes the name for a test


class Split:
    """Recordings by what they may be used for; no patient is in two parts.

    ``duplicates`` are groups of names of recordings with the same signal. Of a group
    that reaches into the choice or test fold, only the recordings there are kept.

    Attributes
    ----------
    train : tuple of Entry
        Folds 1-8, and sets without folds.
    choice : tuple of Entry
        Fold 9: chooses the epoch, the calibration, the thresholds.
    left_out : dict
        Names of recordings in no part, and why.
    """

    def __init__(
        self, entries: Iterable[Entry], duplicates: Iterable[Sequence[str]] = ()
    ) -> None:
        entries = tuple(entries)
        _check_patients(entries)
        self.left_out = _left_out(entries, duplicates)
        kept = tuple(e for e in entries if e.name not in self.left_out)
        self.learning = tuple(e for e in kept if e.fold != TEST_FOLD)
        self.train = tuple(e for e in self.learning if e.fold != CHOICE_FOLD)
        self.choice = tuple(e for e in self.learning if e.fold == CHOICE_FOLD)
        self._test = tuple(e for e in kept if e.fold == TEST_FOLD)

    def test(self, purpose: str) -> tuple[Entry, ...]:
        """Return fold 10, for a final report only; it is logged.

        Raises
        ------
        TestFoldRefused
            Unless ``purpose`` is ``FINAL_REPORT``.
        """
        if purpose != FINAL_REPORT:
            raise TestFoldRefused(
                f"fold {TEST_FOLD} is for the final report, not for {purpose!r}: what "
                "has been chosen by it can no longer be tested on it"
            )
        log.warning("fold %d handed out for the %s", TEST_FOLD, purpose)
        return self._test

    def fold(self, fold: int, purpose: str) -> tuple[Entry, ...]:
        """Return the recordings of one fold; the test fold as ``test`` does."""
        if fold == TEST_FOLD:
            return self.test(purpose)
        return tuple(entry for entry in self.learning if entry.fold == fold)


def held_back(entries: Iterable[Entry]) -> list[Entry]:
    """Return folds 9 and 10, for telling copies of them by their signal only."""
    return [entry for entry in entries if entry.fold in (CHOICE_FOLD, TEST_FOLD)]


def folded_by_patient(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those of sets without folds in one of ten by their patient.

    The fold follows from the patient's name alone, so it is the same on every machine
    and whatever else is in the list. Of use where such a set is learnt and tested on
    by itself; folds that a set has stay.
    """
    return [
        replace(entry, fold=1 + _hash(entry.patient) % TEST_FOLD)
        if entry.fold is None
        else entry
        for entry in entries
    ]


def drawn_patients(
    patients: Sequence[str], share: float, seed: int
) -> NDArray[np.bool_]:
    """Return which recordings belong to a share of the patients, drawn by a seed.

    Of one seed, a smaller share is part of a larger one, so that what more labels buy
    is not mixed with what other patients buy. At least one patient is drawn.

    Raises
    ------
    SystemExit
        If the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise SystemExit(
            f"a share of {share:g} of the patients; it must be above 0 and at most 1"
        )
    names = np.unique(np.asarray(patients))
    order = np.random.default_rng([seed, 17]).permutation(names)
    chosen = order[: max(1, round(share * names.size))]
    return np.isin(np.asarray(patients), chosen)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def _check_patients(entries: Iterable[Entry]) -> None:
    """Refuse folds that share a patient: what is learnt would be known in the test."""
    parts: dict[str, int | None] = {}
    for entry in entries:
        if entry.fold == UNPLACED_FOLD:
            continue
        part = entry.fold if entry.fold in (CHOICE_FOLD, TEST_FOLD) else None
        if parts.setdefault(entry.patient, part) != part:
            raise ValueError(
                f"{entry.name}: patient {entry.patient} is in more than one of the "
                "parts to learn from, to choose by and to test on"
            )


def _left_out(
    entries: Sequence[Entry], duplicates: Iterable[Sequence[str]]
) -> dict[str, str]:
    by_name = {entry.name: entry for entry in entries}
    left_out = {
        entry.name: "its fold is not known: PTB-XL's table does not list it"
        for entry in entries
        if entry.fold == UNPLACED_FOLD
    }
    patients: dict[str, str] = {}
    for group in duplicates:
        known = [by_name[name] for name in group if name in by_name]
        held = _held(known)
        for entry in known:
            if held is not None and entry.fold != held.fold:
                left_out[entry.name] = f"the signal of {held.name}, fold {held.fold}"
                patients[entry.patient] = f"the patient of {held.name}"
    for entry in entries:
        # who is known by another name in the copy's set must not be learnt from either
        if entry.patient in patients and entry.fold not in (CHOICE_FOLD, TEST_FOLD):
            left_out.setdefault(entry.name, patients[entry.patient])
    return left_out


def _held(copies: Sequence[Entry]) -> Entry | None:
    """Return which of some copies stays: that of the test fold, then of the choice."""
    held = (e for fold in (TEST_FOLD, CHOICE_FOLD) for e in copies if e.fold == fold)
    return next(held, None)

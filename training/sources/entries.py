"""One recording of a data set: where it is and what is known of it."""

from dataclasses import dataclass
from pathlib import Path

# PTB-XL's stratified folds: eight to learn from, one to choose by, one to report on.
TRAIN_FOLDS = frozenset(range(1, 9))
CHOICE_FOLD = 9
TEST_FOLD = 10
# A recording of PTB-XL whose fold is not known, so that nothing may learn from it.
UNPLACED_FOLD = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One recording: where it is and what is known of it.

    Attributes
    ----------
    path : Path
        The file to read.
    dataset, record : str
        Together the recording's name, the same on every machine.
    patient : str
        The patient, as far as the set tells; else the recording stands for one.
    fold : int or None
        PTB-XL's patient-disjoint stratified fold, ``None`` in sets without folds.
    codes : frozenset of str or None
        SCP codes, ``None`` in sets without them.
    reported : frozenset of str
        What the report says and no SCP code does; ``training.sources.ptbxl.REPORTED``.
    diagnoses : frozenset of str or None
        SNOMED CT codes, or words that the set uses instead; ``training.sources.snomed``
        has what they mean. ``None`` in sets without them.
    row : int or None
        Which recording of a file that holds many.
    folder : Path or None
        The set's folder; manifests give the path from there.
    """

    path: Path
    dataset: str
    record: str
    patient: str
    fold: int | None = None
    codes: frozenset[str] | None = None
    age_years: float | None = None
    sex: str | None = None
    diagnoses: frozenset[str] | None = None
    row: int | None = None
    folder: Path | None = None
    reported: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.dataset}/{self.record}"

    @property
    def place(self) -> str:
        """The path within the set's folder, with the row where there is one."""
        path = self.path
        if self.folder is not None and path.is_relative_to(self.folder):
            path = path.relative_to(self.folder)
        return path.as_posix() if self.row is None else f"{path.as_posix()}[{self.row}]"

"""What CPSC2018's classes mean elsewhere, and which of PTB-XL's labels answer them.

Diagnoses of the CinC 2020/2021 parts are SNOMED CT codes, or the words of CPSC2018. The
table says which codes make a class, and which of the network's labels answer it.
It was fixed before any of these sets was scored, but for two rows that were mended
after: "normal" now asks for sinus rhythm as well, and ST elevation for itself.
Codes: Reyna et al., "Issues in the automated classification of multilead ECGs"
(Comput Cardiol 2021), table of diagnoses, which also counts complete right bundle
branch block as right bundle branch block.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SINUS_RHYTHM = "426783006"
# "Normal" elsewhere than in CPSC2018: sinus rhythm and nothing else.
NORMAL_WORD = "Normal"


@dataclass(frozen=True)
class ExternalClass:
    """A class of other sets, and the network's labels of which any means it.

    ``also`` are labels that must hold beside; ``instead`` answer for a network that
    has none of ``labels``.
    Diagnoses in ``leave_open`` do not tell whether the class is there; who has one of
    them, and none of ``diagnoses``, is not asked.
    """

    name: str
    diagnoses: frozenset[str]
    labels: tuple[str, ...]
    note: str = ""
    leave_open: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def asked(self, diagnoses: frozenset[str]) -> bool:
        return self.present(diagnoses) or self.leave_open.isdisjoint(diagnoses)

    def present(self, diagnoses: frozenset[str]) -> bool:
        if self.name == "normal":
            return NORMAL_WORD in diagnoses or diagnoses == {SINUS_RHYTHM}
        return not self.diagnoses.isdisjoint(diagnoses)


def _class(
    name: str,
    diagnoses: str,
    labels: str,
    note: str = "",
    leave_open: str = "",
    also: str = "",
    instead: str = "",
) -> ExternalClass:
    present, unclear = (frozenset(text.split()) for text in (diagnoses, leave_open))
    means, beside, other = (tuple(text.split()) for text in (labels, also, instead))
    return ExternalClass(name, present, means, note, unclear, beside, other)


# The first nine are CPSC2018's.
CLASSES = (
    # PTB-XL calls an ECG normal whatever its rhythm.
    _class("normal", NORMAL_WORD, "NORM", also="SR"),
    # Ningbo has one code for fibrillation and flutter, that of flutter.
    _class("AF", "AF 164889003", "AFIB", leave_open="164890007"),
    _class("1AVB", "I-AVB 270492004", "1AVB"),
    _class("LBBB", "LBBB 164909002 733534002", "CLBBB"),
    _class("RBBB", "RBBB 59118001 713427006 713426002", "CRBBB IRBBB"),
    _class("PAC", "PAC 284470004 63593006", "PAC"),
    _class("PVC", "PVC 427172004 17338001 164884008", "PVC"),
    _class("ST depression", "STD 429622005", "STD_"),
    _class("ST elevation", "STE 164931005", "STE", instead="MI"),
    _class("sinus bradycardia", "426177001", "SBRAD"),
    _class("sinus tachycardia", "427084000", "STACH"),
)
N_CPSC = 9


def any_of(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logit that at least one holds, were they independent.

    Shape (n_records, n_labels) to (n_records,).
    """
    absent = -np.logaddexp(0, logits).sum(axis=1)
    present = np.log(-np.expm1(np.minimum(absent, -np.finfo(float).tiny)))
    result: NDArray[np.float64] = present - absent
    return result


def class_logits(
    logits: NDArray[np.float64], codes: Sequence[str]
) -> NDArray[np.float64]:
    """Return the logit of each class, NaN where the network has none of its labels."""
    columns = {code: k for k, code in enumerate(codes)}
    result = np.full((len(logits), len(CLASSES)), np.nan)
    for k, each in enumerate(CLASSES):
        own, instead, beside = (
            [columns[code] for code in wanted if code in columns]
            for wanted in (each.labels, each.instead, each.also)
        )
        chosen = own or instead
        if chosen and len(beside) == len(each.also):
            absent = [-any_of(logits[:, chosen]), *(-logits[:, c] for c in beside)]
            result[:, k] = -any_of(np.stack(absent, axis=1))
    return result

"""One recording's answer as one row of a table.

Columns: ``file``, ``error``, facts of the recording, of each measured value ``KEY``,
``KEY_low``, ``KEY_high`` and ``KEY_reason``, of each criterion ``criterion_KEY``,
``stated`` (the codes of what is stated), and the probability of each statement
``p_CODE``. docs/guide/analyze.md describes them.
"""

from collections.abc import Mapping
from typing import Any

Cell = str | float | int | bool | None
BETWEEN = " | "  # of several sentences in one cell
PROBABILITY, CRITERION = "p_", "criterion_"
PARTS = ("_low", "_high", "_reason")


def flat_row(answer: Mapping[str, Any]) -> dict[str, Cell]:
    """Return the row of an answer as docs/reference/json.md describes it."""
    if (error := answer.get("error")) is not None:
        return {"file": answer["file"], "error": f"{error['place']}: {error['reason']}"}
    quality = answer["quality"] or {}
    row: dict[str, Cell] = {
        "file": answer["file"],
        "error": None,
        "sha256": answer["sha256"],
        "fs_hz": answer["fs"],
        "duration_s": answer["duration_s"],
        "n_leads": len(answer["leads"]),
        "unit": answer["unit"],
        "warnings": _joined(answer["warnings"]),
        "n_beats": len(answer["beats"]),
        "paced": answer["paced"],
        "quality_score": quality.get("score"),
        "acceptable": quality.get("acceptable"),
        "cautions": _joined(answer["cautions"]),
        "model": answer["model"],
        "abstained": answer["abstained"],
        "notes": _joined(answer["notes"]),
        "ood_score": answer["ood_score"],
        "stated": " ".join(f["code"] for f in answer["findings"] if f["present"]),
    }
    for finding in sorted(answer["findings"], key=lambda f: str(f["code"])):
        row[PROBABILITY + finding["code"]] = finding["probability"]
    for key, value in answer["measurements"].items():
        row |= {
            key: value["value"],
            f"{key}_low": value["low"],
            f"{key}_high": value["high"],
            f"{key}_reason": value["reason"] or None,
        }
    for criterion in answer["criteria"]:
        row[CRITERION + criterion["key"]] = criterion["met"]
    return row


def _joined(sentences: list[str]) -> str | None:
    return BETWEEN.join(sentences) or None

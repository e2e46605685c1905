"""Probes as text for a terminal."""

from typing import Any

from training.evaluation.published import COLUMNS
from training.evaluation.systems_table import row_text, signed_text
from training.probes.values import TARGETS


def printed(result: dict[str, Any]) -> str:
    """Return all that was asked as text."""
    lines = []
    for target in TARGETS if "values" in result else ():
        lines += [f"{target.text}, mean absolute error in {target.unit}"]
        for run, found in result["values"].items():
            row = found[target.key]
            lines.append(
                f"  {run}, {row['recordings']} recordings; guessing the median: "
                f"{row['median']:.2f}"
            )
            lines += [f"    {name:24s} {_value(x)}" for name, x in row["error"].items()]
            if gain := row.get("pretrained less random"):
                lines.append(f"    {'pretrained less random':24s} {_value(gain, '+')}")
        lines.append("")
    for found in result.get("leads", {}).values():
        lines.append(" " * 48 + "".join(f"{name:>24s}" for name in COLUMNS))
        lines += [row_text(row, COLUMNS) for row in found["rows"]]
        for title, row in found["differences"].items():
            lines.append(signed_text(title, row, COLUMNS))
        lines.append("")
    if waves := result.get("waves"):
        names = [*next(iter(waves.values()))]
        lines.append("F1 of samples, LUDB, eight leads, 95 % intervals over subjects")
        lines.append(" " * 48 + "".join(f"{name:>24s}" for name in names))
        for title, row in waves.items():
            cells = [f"{_value(row[name], '', 3):>24s}" for name in names]
            lines.append(f"{title:48s}" + "".join(cells))
    return "\n".join(lines)


def _value(interval: dict[str, float], sign: str = "", digits: int = 2) -> str:
    low, high = (f"{interval[end]:{sign}.{digits}f}" for end in ("low", "high"))
    return f"{interval['value']:{sign}.{digits}f} ({low} to {high})"

"""Results as text for a terminal."""

from collections.abc import Sequence
from typing import Any

from training.evaluation.results import FEW_POSITIVES, TASKS, few


def shown(value: dict[str, float]) -> str:
    """Return a value with its interval."""
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"


def _with_limits(value: float | None, limits: Sequence[float] | None) -> str:
    """Return a value with its interval where there is one."""
    if value is None:
        return "  -  "
    if limits is None:
        return f"{value:.3f}"
    return f"{value:.3f} ({limits[0]:.3f} to {limits[1]:.3f})"


def comparison(results: Sequence[dict[str, Any]]) -> str:
    """Return one row a model: macro AUROC of the four tasks, or of a set's own."""
    titles = _main_titles(results)
    width = max(len(result["model"]) for result in results) + 2
    lines = [
        f"macro AUROC, {results[0]['part']}, labels with at least "
        f"{results[0]['min_positives']} positives",
        " " * width + "".join(f"{title:>27s}" for title in titles),
    ]
    for result in results:
        cells = []
        for title in titles:
            row = result["tasks"].get(title)
            cell = "-" if row is None else shown(row["macro_auroc"])
            if row is not None and row["not_said"]:
                cell += f" [{row['labels']}]"
            cells.append(f"{cell:>27s}")
        lines.append(f"{result['model']:{width}s}" + "".join(cells))
    for result in results:
        for title in titles:
            missing = result["tasks"].get(title, {}).get("not_said")
            if missing:
                lines.append(
                    f"{result['model']} says nothing of {', '.join(missing)} ({title})"
                )
    return "\n".join(lines)


def _main_titles(results: Sequence[dict[str, Any]]) -> list[str]:
    """Return the papers' four tasks, or the set's own diagnoses."""
    known = [task.title for task in TASKS]
    found = dict.fromkeys(title for result in results for title in result["tasks"])
    return [title for title in found if title not in known] or known[:4]


def report(result: dict[str, Any]) -> str:
    """Return all of one model's results; labels with few positives stand apart."""
    return "\n".join(
        [
            f"{result['model']}, {result['part']}: {result['records']} recordings of "
            f"{result['patients']} patients; 95 % intervals from {result['draws']} "
            f"draws of patients, seed {result['seed']}; labels with at least "
            f"{result['min_positives']} positives",
            *_tasks(result),
            *_labels(result["labels"]),
            *_subgroups(result["subgroups"], _main_titles([result])),
        ]
    )


def _tasks(result: dict[str, Any]) -> list[str]:
    lines = [
        "",
        f"{'task':38s} {'labels':>6s}  {'macro AUROC':24s} {'macro AUPRC':24s} "
        f"{'Brier':7s} ECE (labels pooled)",
    ]
    for title, row in result["tasks"].items():
        calibration = _with_limits(row["ece"], row.get("ece_95"))
        lines.append(
            f"{title:38s} {row['labels']:6d}  {shown(row['macro_auroc']):24s} "
            f"{shown(row['macro_auprc']):24s} {row['brier']:.4f}  {calibration}"
        )
        if row["not_said"]:
            lines.append(f"    not said: {', '.join(row['not_said'])}")
    if result["against"] is None:
        return lines
    lines += ["", f"minus {result['against']}, on the same patients"]
    for title, row in result["tasks"].items():
        if (pair := row.get("against")) is not None:
            lines.append(
                f"{title:38s} {pair['labels']:6d}  {_signed(pair['macro_auroc']):24s} "
                f"{_signed(pair['macro_auprc']):24s}"
            )
    return lines


def pairs_report(differences: dict[str, Any]) -> str:
    """Return how much better some models are than their partners, in the mean."""
    models, partners = differences["models"], differences["partners"]
    lines = [
        f"{', '.join(models)} minus {', '.join(partners)}, pair by pair, "
        f"{differences['part']}; mean with 95 % interval over patients, then each pair",
        f"{'':38s} {'labels':>6s}  {'macro AUROC':24s}",
    ]
    for title, row in differences["tasks"].items():
        each = ", ".join(f"{value:+.3f}" for value in row["each_macro_auroc"])
        mean = _signed(row["macro_auroc"])
        lines.append(f"{title:38s} {row['labels']:6d}  {mean:24s} {each}")
    return "\n".join(lines)


def _signed(value: dict[str, float]) -> str:
    return f"{value['value']:+.3f} ({value['low']:+.3f} to {value['high']:+.3f})"


def _labels(rows: Sequence[dict[str, Any]]) -> list[str]:
    enough, rare = few(rows)
    lines = []
    for title, some in (
        ("statement", enough),
        (f"fewer than {FEW_POSITIVES} positives: not to be relied on", rare),
    ):
        if some:
            head = "AUPRC  ECE    specificity at 95 % sensitivity, probability it takes"
            lines += ["", f"{title:50s} {'AUROC':23s}  {head}"]
        lines += [_label(row) for row in some]
    return lines


def _label(row: dict[str, Any]) -> str:
    count = f"({row['positives']} of {row['records']})"
    auprc, ece, specificity = (
        _with_limits(row.get(name), None)
        for name in ("auprc", "ece", "specificity_at_95")
    )
    threshold = row["threshold_at_95"]
    return (
        f"  {row['code']:16s} {row['task']:11s} {count:18s}   "
        f"{_with_limits(row['auroc'], row.get('auroc_95')):23s}  {auprc}  {ece}  "
        f"{specificity} from {'-' if threshold is None else f'{threshold:.4f}'}"
    )


def _subgroups(groups: dict[str, dict[str, Any]], titles: Sequence[str]) -> list[str]:
    lines = [
        "",
        "macro AUROC by subgroup [over how many labels]",
        " " * 26 + "".join(f"{t:>29s}" for t in titles),
    ]
    for name, row in groups.items():
        cells = [
            f"{shown(row[t])} [{row[t]['labels']}]" if t in row else "-" for t in titles
        ]
        head = f"{name} ({row['records']})"
        lines.append(f"{head:26s}" + "".join(f"{cell:>29s}" for cell in cells))
    return lines

"""The pages of reference that are made from the program, so that they cannot lie.

``pages()`` gives each by its name: formats, values, criteria, keys, the command line,
the keys of the JSON. What is measured or asked is shown with the bundled example, in
which everything is asked.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MADE = "*This page is made from the program by `python packaging/docs.py`.*\n"


def pages() -> dict[str, str]:
    """Return each page in Markdown by the name of its file."""
    made: Mapping[str, Callable[[], str]] = {
        "formats-list": formats,
        "values": values,
        "criteria": criteria,
        "models": models,
        "keys": keys,
        "command-line": command_line,
        "json-keys": json_keys,
    }
    return {name: page() for name, page in made.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [_row(head), _row(["---"] * len(head))]
    return "\n".join([*lines, *map(_row, rows)]) + "\n"


def _row(cells: Iterable[object]) -> str:
    words = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(words) + " |"


def page(title: str, *parts: str) -> str:
    return "\n".join([f"# {title}\n", MADE, *parts])


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    return " ".join(map(code, texts))


@cache
def answer() -> dict[str, Any]:
    """What ``analyze`` says of the bundled example, with everything asked for."""
    from pathlib import Path

    from ecgviewer.cli.analyze import analyze_files
    from ecgviewer.io.dicom.format import bundled_example

    (found,) = analyze_files(
        [Path(bundled_example())],
        with_evidence=True,
        with_fiducials=True,
        model_name="resnet",
    )
    # Where it lies on this machine is nobody's business.
    return found | {"file": Path(found["file"]).name}


def formats() -> str:
    from ecgviewer.io import FORMATS

    rows = (
        (
            row.name,
            codes(row.suffixes),
            codes(row.data_suffixes),
            "a mark in its first bytes" if row.has_mark else "its content, asked last",
            "read" if row.read_annotations else "",
        )
        for row in FORMATS.values()
    )
    head = ("format", "suffixes", "files beside it", "told by", "annotations")
    more = "[What was checked on which file](../docs/reference/formats.md).\n"
    return page("Formats", more, table(head, rows))


def values() -> str:
    from ecgviewer.ui.text.value_texts import lead_value_name, value_name

    found = answer()
    rows = (
        (code(key), value_name(key), item["unit"], item["method"] or item["reason"])
        for key, item in found["measurements"].items()
    )
    by_lead: dict[str, Any] = {}
    for items in found["lead_measurements"].values():
        for key, item in items.items():
            if not by_lead.get(key, {}).get("method"):
                by_lead[key] = item
    lead_rows = (
        (code(key), lead_value_name(key), item["unit"], item["method"])
        for key, item in by_lead.items()
    )
    head = ("key", "name", "unit", "how it is measured")
    return page(
        "Measured values",
        "[How values are defined](../docs/reference/definitions.md).\n",
        "## Of the recording\n",
        table(head, rows),
        "## Of each lead\n",
        table(head, lead_rows),
    )


def criteria() -> str:
    rows = []
    for one in answer()["criteria"]:
        asked = "; ".join(_asked(part) for part in one["parts"])
        rows.append((code(one["key"]), one["name"], asked, one["source"]))
    intro = (
        "What each criterion asks of an adult, as it was asked of the bundled example; "
        "limits by age and sex are applied where they were published. A criterion is "
        "met, not met or not evaluated; it is no diagnosis.\n"
    )
    head = ("key", "criterion", "asks", "source")
    return page("Criteria", intro, table(head, rows))


def _asked(part: Mapping[str, Any]) -> str:
    if part["threshold"] is None:
        return f"{part['name']} {part['relation']}"
    limit = f"{part['threshold']:g} {part['unit']}".strip()
    return f"{part['name']} {part['relation']} {limit}"


def models() -> str:
    from ecgviewer.ai.installed import installed_bundles
    from ecgviewer.ai.registry import EXPLAINERS, FAMILIES
    from ecgviewer.explaining import METHODS
    from ecgviewer.paths import resources_dir

    titles = {key: row.title for key, row in FAMILIES.items()}
    # Those that are shipped, not those of whoever makes the page.
    shipped = resources_dir()
    bundles = [one for one in installed_bundles() if shipped in one.folder.parents]
    rows = (
        (
            code(bundle.name),
            titles.get(bundle.card["family"], "Ensemble"),
            sum(label["task"] != "sub" for label in bundle.card["labels"]),
            f"{bundle.size_bytes / 1e6:.1f} MB",
            "; ".join(data["name"] for data in bundle.card.get("data", ())),
        )
        for bundle in bundles
    )
    first = bundles[0]
    statements = (
        (code(label["code"]), label["label"], f"{label['threshold']:.3f}")
        for label in first.card["labels"]
        if label["task"] != "sub"
    )
    shown = {key for key, row in EXPLAINERS.items() if row.steps}
    methods = (
        (code(key), row.title, "yes" if key in shown else "")
        for key, row in METHODS.items()
    )
    return page(
        "Models, statements and explainers",
        "## Models\n",
        table(("name", "family", "statements", "size", "trained on"), rows),
        "## Explainers\n",
        table(("`--method`", "name", "in the window"), methods),
        f"## Statements of `{first.name}`\n",
        table(("code", "statement", "present from probability"), statements),
    )


def keys() -> str:
    from PySide6.QtCore import QSettings

    from ecgviewer.app import make_application
    from ecgviewer.ui.look.settings import SettingsStore
    from ecgviewer.ui.shell.key_sheet import groups
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.window.main_window import MainWindow

    class Idle:
        """Does no job."""

        def submit(self, *_arguments: object, **_keywords: object) -> None: ...
        def cancel(self, _key: str) -> None: ...
        def shutdown(self) -> None: ...

    make_application()
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = MainWindow(Session(Idle()), SettingsStore(store))
        parts = [
            f"## {title}\n\n" + table(("action", "keys"), _key_rows(rows))
            for title, rows in groups(window.actions_table)
        ]
        window.close()
    return page("Keys", "F1 shows them in the window.\n", *parts)


def _key_rows(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, " ".join(shown.split())) for name, shown in rows]


def command_line() -> str:
    from command_line import commands

    parts = []
    for command in commands():
        parts.append(f"## {command.name or 'The window'}\n")
        parts.append(f"    {command.usage}\n")
        if command.does:
            parts.append(f"{command.does[0].upper()}{command.does[1:]}.\n")
        rows = (
            (code(option.written), option.does, option.choices, option.default)
            for option in command.options
        )
        parts.append(table(("option", "does", "one of", "default"), rows))
    return page("Command line", *parts)


def json_keys() -> str:
    parts = [
        "Every key of the JSON that `ecgviewer analyze --evidence --fiducials` printed "
        "for the bundled example. [What they hold](../docs/reference/json.md).\n"
    ]
    found = answer()
    parts.append("## A recording\n")
    parts.append(_keys_of(found))
    inner = {
        "A measured value": next(iter(found["measurements"].values())),
        "A criterion": found["criteria"][0],
        "A part of a criterion": found["criteria"][0]["parts"][0],
        "Quality": found["quality"],
        "A statement": found["findings"][0],
    }
    for title, value in inner.items():
        parts.append(f"## {title}\n")
        parts.append(_keys_of(value))
    return page("Keys of the JSON", *parts)


def _keys_of(value: Mapping[str, Any]) -> str:
    rows = ((code(key), _kind(item), _example(item)) for key, item in value.items())
    return table(("key", "type", "in the example"), rows)


def _kind(item: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean"}
    if item is None:
        return "null or a value"
    return names.get(type(item), "number")


def _example(item: Any) -> str:
    if isinstance(item, dict | list):
        return f"{len(item)} of them"
    text = str(item)
    return code(text if len(text) <= 40 else text[:37] + "...") if text else "empty"

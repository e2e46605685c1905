"""Reasons: each code has a text in both languages, and no text decides anything."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ecgviewer.analysis.reader_values import criteria_with_edits
from ecgviewer.ecg.median_lines import ReaderEdits
from ecgviewer.ecg.reasons import text
from ecgviewer.ecg.reasons.gates import FEW_T_ENDS, T_BIPHASIC, T_LOW, T_SMALL
from ecgviewer.ecg.reasons.reason import (
    CATALOGUE,
    Reason,
    caution_kind,
    joined,
    reason_json,
    reason_of,
)
from ecgviewer.ecg.reasons.rhythm import FEW_P, IRREGULAR_TOO
from ecgviewer.ecg.reasons.text import sentence_of, text_of
from ecgviewer.ecg.reasons.values import LEADS_MISSING, T_OTHER_PHASE

ROOT = Path(__file__).resolve().parent.parent.parent
CODES = sorted(code for code in CATALOGUE if "tests" not in code)
DECIDING = ("ecgviewer/analysis", "ecgviewer/ai", "ecgviewer/ecg")


def test_a_text_has_the_values_of_its_reason():
    assert text_of(T_LOW(height_uv=41.6)) == (
        "T is only 42 µV high: its end cannot be told"
    )
    irregular = IRREGULAR_TOO(why=FEW_P(share_percent=12.4))
    assert text_of(irregular) == "P waves in only 12 % of the beats, RR irregular"
    ends = FEW_T_ENDS(n=1, why=(T_BIPHASIC(), T_SMALL()))
    assert text_of(ends) == "T’s end in 1 leads only: T is biphasic; T is too small"
    missing = LEADS_MISSING(leads=("V1", "aVR"))
    assert text_of([missing, T_SMALL()]) == (
        "leads are missing or cannot be read: V1, aVR; T is too small"
    )
    assert sentence_of([T_SMALL(), T_BIPHASIC()]) == "T is too small. T is biphasic."
    assert text_of(None) == text_of(()) == ""


def test_a_translation_has_the_same_values_in_its_own_words():
    german = {"{why}, RR irregular": "RR unregelmäßig: {why}"}
    found = text_of(
        IRREGULAR_TOO(why=LEADS_MISSING(leads=("V1",))),
        lambda one: german.get(one, one),
        lambda one: f"<{one}>",
    )
    assert found == "RR unregelmäßig: leads are missing or cannot be read: <V1>"


def test_a_reason_is_the_same_after_a_file():
    for reason in (
        T_SMALL(),
        T_OTHER_PHASE(other_mv=-0.25),
        FEW_T_ENDS(n=1, why=(T_BIPHASIC(), T_SMALL())),
        IRREGULAR_TOO(why=FEW_P(share_percent=12.5)),
        LEADS_MISSING(leads=("V1", "aVR")).weighing("note"),
    ):
        assert reason_of(reason_json(reason)) == reason


def test_reasons_and_none_are_joined_in_their_order():
    note, caution = T_SMALL().weighing("note"), T_SMALL().weighing("caution")
    assert joined(note, None, [caution]) == (note, caution)


def test_no_code_stands_for_two_reasons():
    with pytest.raises(ValueError, match="t_is_too_small"):
        caution_kind("t_is_too_small", "another text")


def test_every_reason_is_used_and_given_its_values():
    given, kinds = uses(), dict(names())
    assert sorted(code for name in kinds for code in kinds[name]) == CODES
    for name, codes in kinds.items():
        assert given[name], f"{name} is used nowhere"
        for values in given[name]:
            fields = CATALOGUE[codes[0]].fields
            assert values is None or values == fields, (name, values)


def names() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each kind in the catalogue's sources, and its codes."""
    for path in sorted((ROOT / "ecgviewer/ecg/reasons").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for name, code in re.findall(r'^(\w+) = \w+_kind\(\s*"(\w+)"', source, re.M):
            yield name, [code]
        rows = re.findall(r'^    "\w+": \w+_kind\(\s*"(\w+)"', source, re.M)
        if rows:
            yield "IN_LEADS", rows


def uses() -> dict[str, list[frozenset[str] | None]]:
    """Return the values each call of a name gives; ``None`` if it is no plain call."""
    found: dict[str, list[frozenset[str] | None]] = defaultdict(list)
    for tree in trees("ecgviewer"):
        called = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (name := named(node.func)):
                called.add(id(node.func))
                keywords = [keyword.arg for keyword in node.keywords]
                plain = None not in keywords and not node.args
                found[name].append(frozenset(filter(None, keywords)) if plain else None)
            elif id(node) not in called and (name := named(node)):
                found[name].append(None)
    return found


def named(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


_TREES: dict[Path, ast.Module] = {}


def trees(*folders: str) -> Iterator[ast.Module]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "reasons" in path.parts:
                continue
            if path not in _TREES:
                _TREES[path] = ast.parse(path.read_text(encoding="utf-8"), str(path))
            yield _TREES[path]


# ------------------------------------------------------------------- no sentence steers


def sentences_asked(tree: ast.Module) -> list[int]:
    """Return the lines where a branch asks whether a text is, or holds, a sentence."""
    found = []
    for node in ast.walk(tree):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and named(node.func) in (
            "startswith",
            "endswith",
        ):
            asked = node.args
        for one in asked:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                if re.search(r"[A-Za-z] [A-Za-z]", one.value):
                    found.append(one.lineno)
    return found


def test_no_branch_reads_a_sentence():
    for tree in trees(*DECIDING):
        assert sentences_asked(tree) == []
    planted = "if 'is flat' in note or note.startswith('T is') or note == 'no P': pass"
    assert len(sentences_asked(ast.parse(planted))) == 3


def test_measuring_makes_no_text(monkeypatch):
    """Whatever is decided is decided without the text of any reason."""
    from ecgviewer.pipeline import Models, analyze_recording
    from tests.simulator import simulate

    def no_text(*_: object) -> str:
        raise AssertionError("a text was made")

    monkeypatch.setattr(text, "_one", no_text)
    recording = simulate(rate_bpm=130, atria="fibrillation").recording
    found = analyze_recording(recording, Models())
    reasons = [one.reasons for one in found.measurements.values.values()]
    assert any(reasons)
    assert all(isinstance(one, Reason) for some in reasons for one in some)
    assert criteria_with_edits(found, ReaderEdits()) == found.measurements.criteria
    with pytest.raises(AssertionError, match="a text was made"):
        text_of(next(filter(None, reasons)))


def test_criteria_are_certain_unless_a_reason_weighs_more_than_a_note():
    from ecgviewer.ecg.criteria import Criterion

    met = Criterion("x", "X", True)
    note, caution = T_SMALL().weighing("note"), T_SMALL().weighing("caution")
    assert met.is_certain
    assert replace(met, reasons=(note,)).is_certain
    assert not replace(met, reasons=(note, caution)).is_certain
    assert not replace(met, met=None, reasons=(T_SMALL(),)).is_certain

"""Published limits: each has a source and a population, and stands in one place."""

import ast
from pathlib import Path

import pytest

from ecgviewer.analysis.limits import published
from ecgviewer.analysis.limits.published import ByAge, Limit

CRITERIA = Path(__file__).resolve().parents[3] / "ecgviewer" / "analysis" / "criteria"


def limits() -> list[Limit]:
    found: list[Limit] = []
    for value in vars(published).values():
        if isinstance(value, ByAge):
            found += [value.adults, *(limit for _, limit in value.children)]
        elif isinstance(value, Limit):
            found.append(value)
        elif isinstance(value, dict):
            found += [one for one in value.values() if isinstance(one, Limit)]
    return found + [limit for _, *ends in published.AXES for limit in ends]


def test_every_limit_has_a_population_and_a_source():
    assert len(limits()) > 60
    for limit in limits():
        assert limit.population, limit
        assert limit.source, limit


@pytest.mark.parametrize(
    ("limit", "by_age"),
    [
        (published.LONG_QRS, {None: 110, 60: 110, 16: 110, 15: 100, 4: 100, 3: 90}),
        (published.WIDE_QRS, {None: 120, 16: 120, 15.9: 100, 4: 100, 0: 90}),
        (published.IVCD_QRS, {16: 110, 15: 90, 8: 90, 7: 80, 0: 80}),
    ],
)
def test_a_limit_is_that_of_the_age(limit, by_age):
    assert {age: limit.at(age).value for age in by_age} == by_age


def own_numbers(tree: ast.Module) -> list[int]:
    """Return the lines where a number is given to what compares with a limit."""
    return [
        argument.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and ast.unparse(node.func).rpartition(".")[2] in ("compared", "held_to", "qrs")
        for argument in node.args
        if isinstance(argument, ast.UnaryOp)
        or isinstance(getattr(argument, "value", None), int | float)
    ]


def test_no_criterion_has_a_limit_of_its_own():
    for path in CRITERIA.glob("*.py"):
        assert own_numbers(ast.parse(path.read_text(encoding="utf-8"))) == [], path
    planted = 'compared("QRS", value, "ms", ">=", 120.0); facts.qrs("<", -1.0)'
    assert len(own_numbers(ast.parse(planted))) == 2

"""The options by which a command is told what a table does not say."""

import argparse

from ecgviewer.io.table_statement import TableStatement


def add_table_flags(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("tables (CSV, TSV) that do not say it themselves")
    group.add_argument("--fs", type=_positive, metavar="HZ", help="sampling frequency")
    group.add_argument("--unit", default="", help="of the leads, such as mV or uV")
    group.add_argument(
        "--columns",
        default="",
        metavar="NAMES",
        help="a lead for each column, or time_s, time_ms; none leaves it out: I,,V1",
    )


def table_statement(options: argparse.Namespace) -> TableStatement | None:
    """Return what the options state, ``None`` if that is nothing."""
    names = [name.strip() for name in options.columns.split(",")]
    columns = tuple(names) if any(names) else ()
    statement = TableStatement(options.fs, options.unit.strip(), columns)
    return statement if statement.facts() else None


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise ValueError(text)
    return value

"""Parquet: the only module that imports ``pyarrow``."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase

ROWS_AT_ONCE = 2_000


class NoParquetError(Exception):
    """Parquet can be neither written nor read here; the message says why."""


def load_parquet() -> Any:
    """Return the library; raises ``NoParquetError`` where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise NoParquetError(
            phrase(
                "Parquet needs pyarrow: pip install 'ecgviewer[batch]'; CSV and "
                "JSON Lines need nothing"
            )
        ) from None
    return pyarrow


def write_parquet(
    path: Path,
    rows: Iterable[Mapping[str, Any]],
    kinds: Mapping[str, type],
    about: Mapping[str, str],
) -> None:
    """Write rows, some thousand at a time; ``kinds`` are the columns' types in order.

    Raises ``OSError`` and ``NoParquetError``.
    """
    pa = load_parquet()
    types = {float: pa.float64(), int: pa.int64(), bool: pa.bool_(), str: pa.string()}
    fields = [pa.field(name, types[kind]) for name, kind in kinds.items()]
    schema = pa.schema(fields, metadata=dict(about))
    with pa.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        portion: list[Mapping[str, Any]] = []
        for row in rows:
            portion.append(row)
            if len(portion) == ROWS_AT_ONCE:
                writer.write_table(_table(pa, portion, schema))
                portion = []
        if portion or not fields:
            writer.write_table(_table(pa, portion, schema))


def _table(pa: Any, rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    columns = [
        pa.array([row.get(field.name) for row in rows], field.type) for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def read_parquet(path: Path) -> dict[str, NDArray[Any]]:
    """Return the columns: float64 with NaN for none, or objects with ``None``.

    Raises ``NoParquetError`` and ``OSError``, and ``ValueError`` for a damaged file.
    """
    pa = load_parquet()
    try:
        table = pa.parquet.read_table(path)
    except pa.ArrowException as error:
        raise ValueError(str(error)) from error
    return {
        field.name: _column(pa, table.column(field.name), field.type)
        for field in table.schema
    }


def _column(pa: Any, column: Any, kind: Any) -> NDArray[Any]:
    number = pa.types.is_floating(kind) or pa.types.is_integer(kind)
    if number or pa.types.is_boolean(kind):
        return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
    return np.array(column.cast(pa.string()).to_pylist(), dtype=object)

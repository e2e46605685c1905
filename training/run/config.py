"""Configuration: a frozen dataclass, filled from TOML, then from the command line."""

import argparse
import dataclasses
import json
import subprocess
import tomllib
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ecgviewer.io.errors import ReadError

# Settings that change no number but for rounding: a run may go on with others.
FREE_TO_CHANGE = frozenset({"workers", "device", "cache", "checkpoint_steps"})

T = TypeVar("T")
Main = Callable[[Sequence[str] | None], None]


def ending_in_a_sentence(main: Main) -> Callable[..., None]:
    """Let a program end with a sentence where a file cannot be read or written.

    A folder that is not there is no fault of the program: a trace would hide its name.
    """

    @wraps(main)
    def run(argv: Sequence[str] | None = None) -> None:
        try:
            main(argv)
        except ReadError as error:
            raise SystemExit(f"{error.path}: {error.place}: {error.reason}") from None
        except OSError as error:
            known = error.filename is not None and error.strerror is not None
            sentence = f"{error.filename}: {error.strerror}" if known else str(error)
            raise SystemExit(sentence) from None

    return run


def load_config(kind: type[T], argv: Sequence[str] | None, description: str) -> T:
    """Return a config of dataclass ``kind``.

    ``--config FILE`` names a TOML file; every field is also an option. An unknown key
    in the file is an error, and so is a value that is none of a setting's choices.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--config", type=Path, help="TOML file with these settings")
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name, field in fields.items():
        many = get_origin(hints[name]) is tuple
        element = get_args(hints[name])[0] if many else hints[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            nargs="+" if many else None,
            type=_parse_bool if element is bool else element,
            help=f"{field.metadata.get('help', '')} (default: {_default(field)})",
            default=argparse.SUPPRESS,
        )
    given = vars(parser.parse_args(argv))
    values: dict[str, Any] = {}
    path = given.pop("config", None)
    if path is not None:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = sorted(set(values) - set(fields))
        if unknown:
            parser.error(f"{path}: unknown settings: {', '.join(unknown)}")
    values |= given
    missing = [
        name
        for name, field in fields.items()
        if name not in values and field.default is dataclasses.MISSING
    ]
    if missing:
        parser.error(f"needed: {', '.join('--' + name for name in missing)}")
    for name in values:
        if get_origin(hints[name]) is tuple:
            values[name] = tuple(get_args(hints[name])[0](v) for v in values[name])
        elif hints[name] in (Path, float):
            values[name] = hints[name](values[name])
        choices = fields[name].metadata.get("choices")
        if choices and values[name] not in choices:
            option = f"--{name.replace('_', '-')}"
            parser.error(f"{option} is {values[name]!r}; known: {', '.join(choices)}")
    return kind(**values)


def setting(
    default: Any = dataclasses.MISSING, *, help: str, choices: Sequence[str] = ()
) -> Any:
    """Return a dataclass field with a help text, and what its value may be."""
    metadata = {"help": help, "choices": tuple(choices)}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def save_config(config: Any, path: Path, **extra: Any) -> None:
    """Write the resolved config with the source revision it ran at.

    A resumed run keeps what was written when it started.

    Raises
    ------
    SystemExit
        If a run that is resumed was started with other settings, or on data with
        another ``manifest_sha256``.
    """
    values = dataclasses.asdict(config) | {"commit": source_revision()} | extra
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        stored = json.loads(path.read_text(encoding="utf-8"))
        _refuse_other_settings(config, stored, path)
        _refuse_other_data(extra, stored, path)
        return
    path.write_text(json.dumps(values, indent=2, default=str) + "\n", encoding="utf-8")


def _refuse_other_settings(config: Any, stored: dict[str, Any], path: Path) -> None:
    """Stop unless a run that is resumed has the settings it was started with.

    Those that change no number may differ.
    """
    defaults = {field.name: field.default for field in dataclasses.fields(config)}
    usual, now = (
        json.loads(json.dumps(values, default=str))
        for values in (defaults, dataclasses.asdict(config))
    )
    # A run that was started before a setting existed has run with its default.
    before = usual | stored
    fixed = [name for name in now if name not in FREE_TO_CHANGE]
    changed = [name for name in fixed if before[name] != now[name]]
    if changed:
        raise SystemExit(
            f"{path}: this run was started with other settings ({', '.join(changed)}); "
            "choose another folder for the new run"
        )


def _refuse_other_data(
    facts: dict[str, Any], stored: dict[str, Any], path: Path
) -> None:
    """Stop unless a run that is resumed finds the data it was started with."""
    before, now = (x.get("manifest_sha256", "") for x in (stored, facts))
    if before and now and before != now:
        raise SystemExit(
            f"{path}: this run was started on other data, or with tokens made in "
            f"another way (manifest {before[:12]}, found {now[:12]}); choose another "
            "folder for the new run"
        )


def source_revision() -> str:
    """Return the git commit the code is at, marked when there are changes."""
    command = [
        "git",
        "-C",
        str(Path(__file__).parent),
        "describe",
        "--always",
        "--dirty",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def _default(field: "dataclasses.Field[Any]") -> str:
    if field.default is dataclasses.MISSING:
        return "must be given"
    return str(field.default)


def _parse_bool(text: str) -> bool:
    if text.lower() in ("true", "yes", "1"):
        return True
    if text.lower() in ("false", "no", "0"):
        return False
    raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")

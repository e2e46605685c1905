"""The program's commands and their options, as its own parsers have them."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from ecgviewer.app import command_parser, window_parser


@dataclass(frozen=True)
class Option:
    """One option, or an argument without dashes: how it is written, what it does."""

    written: str
    does: str
    choices: str = ""
    default: str = ""


@dataclass(frozen=True)
class Command:
    """A command: its name (empty for the window), what it does, how it is called."""

    name: str
    does: str
    usage: str
    options: tuple[Option, ...]


def commands() -> list[Command]:
    """Return the window first, then the commands in the order of ``--help``."""
    window = window_parser()
    return [_command("", window.description or "", window), *_others()]


def _others() -> Iterator[Command]:
    for action in command_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, parser in action.choices.items():
                yield _command(name, helps.get(name) or "", parser)


def _command(name: str, does: str, parser: argparse.ArgumentParser) -> Command:
    options = [
        _option(action)
        for action in parser._actions
        if action.help is not argparse.SUPPRESS
    ]
    usage = " ".join(parser.format_usage().split()).removeprefix("usage: ")
    return Command(name, does.strip(), usage, tuple(options))


def _option(action: argparse.Action) -> Option:
    value = ""
    if action.nargs != 0:
        metavar = action.metavar or (
            "VALUE" if action.choices else action.dest.upper().replace("-", "_")
        )
        value = metavar if isinstance(metavar, str) else " ".join(metavar)
    names = ", ".join(action.option_strings)
    written = " ".join(part for part in (names, value) if part)
    choices = ", ".join(map(str, action.choices or ()))
    plain = action.default in (None, False, True, argparse.SUPPRESS, [])
    default = "" if plain else str(action.default)
    return Option(written, (action.help or "").strip(), choices, default)


def man_page(version: str, date: str) -> str:
    """Return the manual page in roff."""
    window, *others = commands()
    lines = [
        f'.TH ECGVIEWER 1 "{date}" "ecgviewer {version}" "User Commands"',
        ".SH NAME",
        r"ecgviewer \- view and measure 12\-lead ECGs",
        ".SH SYNOPSIS",
        *(f".B {_roff(one.usage)}\n.br" for one in (window, *others)),
        ".SH DESCRIPTION",
        "Draws 12\\-lead ECGs on true\\-scale paper, measures them, and shows what a "
        "bundled network says about them and why.",
        "For research and teaching. Not a medical device, not cleared for diagnosis.",
        "It never connects to the internet and never changes a recording.",
        ".PP",
        "Without a command a window opens. F1 in it shows all keys.",
        ".SH OPTIONS",
        *_roff_options(window),
        ".SH COMMANDS",
    ]
    for one in others:
        lines += [f".SS {_roff(one.name)}", _roff(one.does or one.name) + "."]
        lines += _roff_options(one)
    lines += [
        ".SH EXIT STATUS",
        "0 if all was done, 1 if a file was refused or a method had no answer, 2 if "
        "the arguments were wrong.",
        ".SH FILES",
        r"Settings are in \fI~/.config/ecgviewer\fR, moved lines in "
        r"\fI~/.local/share/ecgviewer\fR, what can be made anew in "
        r"\fI~/.cache/ecgviewer\fR.",
        ".SH SEE ALSO",
        r"\fI/usr/share/doc/ecgviewer/html/index.html\fR",
    ]
    return "\n".join(lines) + "\n"


def _roff_options(command: Command) -> Iterator[str]:
    for option in command.options:
        words = [option.does]
        if option.choices and "such as" not in option.does:
            words.append(f"One of {option.choices}.")
        if option.default:
            words.append(f"Default: {option.default}.")
        yield f".TP\n.B {_roff(option.written)}\n{_roff(' '.join(filter(None, words)))}"


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + escaped if escaped.startswith((".", "'")) else escaped

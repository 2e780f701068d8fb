"""Command line: ``python -m graph check | search | neighbors | path | export | import``.

Answers go to standard output, with ``--json`` as JSON; messages go to standard error. The exit
code is 0 when the question was answered, 1 when the data or the question is refused (standard
output then is empty, but for the report of ``check``), 2 for wrong usage. Libraries are imported
when a command needs them, so that help and refusals come at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from graph.errors import DataError, LongarmError
from graph.model import STATUSES, PartialDate
from graph.terminal import prepare, say
from graph.viewstate import LAYOUTS

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

FORMATS: Final = ("svg", "png", "pdf", "html", "csv", "json")
THEMES: Final = ("light", "dark", "print")

_VIEW_OPTIONS: Final = (
    *("focus", "hops", "hide", "group", "layout", "seed"),
    *("category", "type", "status", "as_of"),
)

_EPILOG: Final = """\
Exit code: 0 done, 1 the data or the question is refused (with reasons), 2 wrong usage.
Answers go to standard output (with --json as JSON), messages to standard error."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process by default.

    Returns
    -------
    int
        0 done, 1 refused, 2 wrong usage.
    """
    prepare()
    try:
        code = _run(_parse(argv))
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        say("Stopped.")
        return REFUSED
    return code


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if getattr(arguments, "manifest", None):
        given = [name for name in _VIEW_OPTIONS if getattr(arguments, name) not in (None, "")]
        if given:
            options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            parser.error(f"a manifest says the whole view, so {options} cannot be given with it")
    return arguments


def _run(arguments: argparse.Namespace) -> int:
    from graph import commands

    command: Callable[[argparse.Namespace], bool] = getattr(commands, arguments.command)
    try:
        return DONE if command(arguments) else REFUSED
    except LongarmError as error:
        say(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        say(f"{error.filename}: {error.strerror}." if error.filename else str(error))
    except Exception as error:  # noqa: BLE001 - the last place before a user would see a traceback
        say(f"This is a fault of the program, please report it: {type(error).__name__}: {error}")
    return REFUSED


def _reader_left() -> int:
    """End quietly when whoever read the output has left, as ``head`` does."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, then nothing is left to flush
        pass
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m graph",
        description="Ask an influence network from the command line.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, does: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=does, description=does)
        command.set_defaults(command=f"{name}_")
        command.add_argument("--json", action="store_true", help="answer as JSON")
        if name != "import":
            command.add_argument(
                "--data", default="data", help="data folder or store file (default: data)"
            )
        return command

    add("check", "Check a data set and list what is wrong with it.")
    search = add("search", "Find entities by label, alias or holder.")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=_whole(1, 10_000), default=20)
    _neighbors(add("neighbors", "List what lies around an entity, directions ignored."))
    _path(add("path", "Find how two entities are connected, the best evidenced way first."))
    _export(add("export", "Save a view as a picture, a page or tables."))
    imported = add("import", "Build a store file from the folder of a large data set.")
    imported.add_argument("folder", metavar="FOLDER")
    imported.add_argument("--out", required=True, metavar="FILE")
    return parser


def _neighbors(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID")
    command.add_argument("--hops", type=_whole(0, 12), default=1, help="steps (default: 1)")
    _filters(command)


def _path(command: argparse.ArgumentParser) -> None:
    command.add_argument("a", metavar="A")
    command.add_argument("b", metavar="B")
    command.add_argument("--max-paths", type=_whole(1, 1_000), default=10)
    command.add_argument("--max-hops", type=_whole(1, 12), default=6)
    command.add_argument("--directed", action="store_true", help="go along the arrows only")
    _filters(command, "“proposed” counts only when named")


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", required=True, choices=FORMATS)
    command.add_argument("--out", required=True, metavar="FILE", help="file, or a folder")
    view = command.add_argument_group("view")
    view.add_argument("--focus", action="append", metavar="ID", help="repeatable")
    view.add_argument("--hops", type=_whole(0, 12))
    view.add_argument("--hide", action="append", metavar="ID", help="repeatable")
    view.add_argument("--group", action="append", metavar="GROUP", help="repeatable")
    view.add_argument("--layout", choices=LAYOUTS)
    view.add_argument("--seed", type=_whole(0, 2**31 - 1))
    _filters(view)
    looks = command.add_argument_group("figure")
    looks.add_argument("--theme", choices=THEMES)
    looks.add_argument("--scale", type=_positive, help="pixels of a PNG per px (default: 2)")
    looks.add_argument("--title")
    again = command.add_argument_group("again")
    again.add_argument(
        "--manifest", metavar="FILE", help="recreate the view of a manifest, without view options"
    )
    again.add_argument("--write-manifest", metavar="FILE", help="save what recreates this file")


def _filters(command: argparse._ActionsContainer, note: str = "") -> None:
    command.add_argument(
        "--category", action="append", metavar="CATEGORY", help="only these entities, repeatable"
    )
    command.add_argument(
        "--type", action="append", metavar="TYPE", help="only these links, repeatable"
    )
    command.add_argument(
        "--status",
        action="append",
        choices=STATUSES,
        help="only links this sure, repeatable" + (f"; {note}" if note else ""),
    )
    command.add_argument(
        "--as-of", type=_date, default="", metavar="DATE", help="only links that hold then"
    )


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: object) -> None:
        super().__init__(**options, allow_abbrev=False)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        say(f"{message}. See {self.prog} --help.")
        raise SystemExit(WRONG_USAGE)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from {least} to {most}")

    return read


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if 0 < number < 100:
        return number
    raise argparse.ArgumentTypeError(f"“{text}” is not a number between 0 and 100")


def _date(text: str) -> str:
    try:
        found = PartialDate.parse(text)
    except DataError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from None
    return str(found or "")

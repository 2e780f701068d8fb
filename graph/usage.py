"""Usage of the command line: every command with its options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final, NoReturn

from graph.errors import DataError
from graph.model import REVIEWS, STATUSES, PartialDate
from graph.terminal import say
from graph.views.viewstate import LAYOUTS

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

FORMATS: Final = (
    *("svg", "png", "pdf", "html", "csv", "json"),
    *("gexf", "graphml", "ftm", "bods", "xlsx", "neo4j"),
)
CONVERTED: Final = ("csv", "xlsx", "json", "gexf", "graphml", "ftm", "bods", "neo4j")
THEMES: Final = ("light", "dark", "print")
# Names that the libraries behind them also hold: help must come without loading those.
MEASURES: Final = ("degree", "betweenness", "pagerank", "community", "cuts")
RULES: Final = ("ofac", "eu")
WALKS: Final = ("owners", "holdings", "watchers", "watched", "party")

_NO_DATA: Final = ("import", "tables", "compare", "convert", "project")
_PROPOSED: Final = "“proposed” counts only when named"
_EPILOG: Final = """\
Exit code: 0 done, 1 the data or the question is refused (with reasons), 2 wrong usage.
Answers go to standard output (with --json as JSON), messages to standard error."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = _Parser(
        prog="python -m graph",
        description="Ask an influence network from the command line.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, does: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=does, description=does)
        command.set_defaults(command=f"{name.replace('-', '_')}_")
        command.add_argument("--json", action="store_true", help="answer as JSON")
        if name not in _NO_DATA:
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
    _connect(add("connect", "Find the smallest subgraph that ties several entities together."))
    _walk(add("walk", "Walk a ready-made way from an entity."))
    _sheet(add("owners", "Work out who owns an entity, through which chains and how surely."))
    _sheet(add("holdings", "Work out what an entity owns, through which chains and how surely."))
    _what_if(add("what-if", "Say what falls under a sanctions rule when entities are listed."))
    _metrics(add("metrics", "Measure a view: who is linked most, who connects, whose loss parts."))
    compared = add("compare", "Compare two data sets: what was added, removed and changed.")
    compared.add_argument("a", metavar="A", help="data folder or store file, as it was")
    compared.add_argument("b", metavar="B", help="data folder or store file, as it is")
    compared.add_argument(
        "--out", metavar="FILE", help="save the picture (.svg, .png, .pdf) or the table (.csv)"
    )
    compared.add_argument("--theme", choices=THEMES, default="light")
    compared.add_argument("--everything", action="store_true", help="draw what is the same too")
    dates = add("compare-dates", "Compare two dates: what appeared, ended and changed its share.")
    dates.add_argument("before", metavar="BEFORE", type=_date)
    dates.add_argument("after", metavar="AFTER", type=_date)
    _evidence(add("evidence", "Say what falls without each source, what disagrees, what lacks."))
    _export(add("export", "Save a view as a picture, a page or tables."))
    _convert(add("convert", "Turn data of one format into another, and say what is lost."))
    project = add("project", "Save a data folder with its views and notes as one file.")
    project.add_argument("folder", metavar="FOLDER")
    project.add_argument("--out", required=True, metavar="FILE", help="FILE.longarm.zip")
    imported = add("import", "Build a store file from the folder of a large data set.")
    imported.add_argument("folder", metavar="FOLDER")
    imported.add_argument("--out", required=True, metavar="FILE")
    imported.add_argument("--quiet", action="store_true", help="no progress on the terminal")
    written = add("tables", "Write the tables of a store file as Parquet, for Spark.")
    written.add_argument("file", metavar="FILE")
    written.add_argument("--out", required=True, metavar="FOLDER")
    written.add_argument("--schema", required=True, help="schema, or CATALOG.SCHEMA, on Spark")
    written.add_argument("--location", default="", help="where Spark will find the folder")
    return whole


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
    _terms(command)
    command.add_argument(
        "--through", action="append", metavar="ID", help="every path passes it, repeatable"
    )
    command.add_argument(
        "--through-category",
        action="append",
        metavar="CATEGORY",
        help="every path passes such an entity, repeatable",
    )
    _groups(command)
    _filters(command, _PROPOSED)
    _drop(command)


def _connect(command: argparse.ArgumentParser) -> None:
    command.add_argument("ids", nargs="+", metavar="ID", help="two or more")
    command.add_argument(
        "--max-hops", type=_whole(1, 12), default=6, help="steps from one to the next (default: 6)"
    )
    _terms(command)
    _groups(command)
    _filters(command, _PROPOSED)


def _terms(command: argparse.ArgumentParser) -> None:
    command.add_argument("--avoid", action="append", metavar="ID", help="never pass it, repeatable")
    command.add_argument(
        "--avoid-category",
        action="append",
        metavar="CATEGORY",
        help="never pass such an entity, repeatable",
    )


def _walk(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="WALK", choices=WALKS, help=", ".join(WALKS))
    command.add_argument("id", metavar="ID")
    _status(command, _PROPOSED)


def _sheet(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID")
    command.add_argument(
        "--min-share", type=_percent, default=0.0, metavar="P", help="leave out who holds less"
    )
    command.add_argument(
        "--threshold",
        type=_percent,
        default=50.0,
        metavar="P",
        help="percent over which somebody controls (default: 50)",
    )
    _status(command, _PROPOSED)
    _drop(command)


def _what_if(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rule", choices=RULES, default="ofac", help="default: ofac")
    command.add_argument(
        "--list", action="append", metavar="ID", help="taken as listed, repeatable"
    )
    command.add_argument(
        "--proposed", action="store_true", help="list everybody whom the data propose as a target"
    )
    _status(command, _PROPOSED)
    _drop(command)


def _metrics(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--measure",
        action="append",
        choices=MEASURES,
        help="default: all, repeatable",
    )
    command.add_argument("--limit", type=_whole(1, 10_000), default=10, help="default: 10")
    _view(command)


def _evidence(command: argparse.ArgumentParser) -> None:
    command.add_argument("--limit", type=_whole(1, 10_000), default=20, help="default: 20")
    _view(command)


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", required=True, choices=FORMATS)
    command.add_argument("--out", required=True, metavar="FILE", help="file, or a folder")
    view = _view(command)
    view.add_argument("--layout", choices=LAYOUTS)
    looks = command.add_argument_group("figure")
    looks.add_argument("--theme", choices=THEMES)
    looks.add_argument("--scale", type=_positive, help="pixels of a PNG per px (default: 2)")
    looks.add_argument("--title")
    _redact(command)
    again = command.add_argument_group("again")
    again.add_argument(
        "--manifest", metavar="FILE", help="recreate the view of a manifest, without view options"
    )
    again.add_argument("--write-manifest", metavar="FILE", help="save what recreates this file")


def _convert(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="IN", help="file of any format, folder or store file")
    command.add_argument("out", metavar="OUT", help="file, or a folder for CSV files")
    command.add_argument("--format", choices=CONVERTED, help="default: by the end of OUT's name")
    command.add_argument(
        "--without-bad-rows", action="store_true", help="leave out rows with errors, and list them"
    )
    _redact(command)


def _redact(command: argparse.ArgumentParser) -> None:
    redact = command.add_argument_group("redaction")
    redact.add_argument(
        "--redact-category",
        action="append",
        metavar="CATEGORY",
        help="show its entities as “person 1”, “person 2”, repeatable",
    )
    redact.add_argument(
        "--redact", action="append", metavar="ID", help="show this entity so, repeatable"
    )
    redact.add_argument(
        "--redact-evidence",
        action="store_true",
        help="leave out the evidence of their links, instead of masking names in it",
    )
    redact.add_argument(
        "--with-withheld",
        action="store_true",
        help="write the evidence that the data keeps out of files to protect people",
    )


def _view(command: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    view = command.add_argument_group("view")
    view.add_argument("--focus", action="append", metavar="ID", help="repeatable")
    view.add_argument("--hops", type=_whole(0, 12))
    view.add_argument("--hide", action="append", metavar="ID", help="repeatable")
    view.add_argument("--seed", type=_whole(0, 2**31 - 1))
    _groups(view)
    _filters(view)
    return view


def _groups(command: argparse._ActionsContainer) -> None:
    command.add_argument(
        "--group", action="append", metavar="GROUP", help="only links of this group, repeatable"
    )


def _filters(command: argparse._ActionsContainer, note: str = "") -> None:
    command.add_argument(
        "--review",
        action="append",
        choices=REVIEWS,
        help="only what a look at it found so, repeatable; default: all but rejected",
    )
    command.add_argument(
        "--category", action="append", metavar="CATEGORY", help="only these entities, repeatable"
    )
    command.add_argument(
        "--type", action="append", metavar="TYPE", help="only these links, repeatable"
    )
    _status(command, note)


def _status(command: argparse._ActionsContainer, note: str = "") -> None:
    command.add_argument(
        "--status",
        action="append",
        choices=STATUSES,
        help="only links this sure, repeatable" + (f"; {note}" if note else ""),
    )
    command.add_argument(
        "--as-of", type=_date, default="", metavar="DATE", help="only links that hold then"
    )


def _drop(command: argparse._ActionsContainer) -> None:
    command.add_argument(
        "--drop",
        action="append",
        metavar="REF[#PLACE]",
        help="leave out a source, a place in it, or a status as #STATUS, repeatable",
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


def _percent(text: str) -> float:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1.0
    if 0 <= number <= 100:
        return number
    raise argparse.ArgumentTypeError(f"“{text}” is not a percentage from 0 to 100")


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

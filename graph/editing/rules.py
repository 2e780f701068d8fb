"""The rules for an edit: those of loading, of which an edit may break none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from graph.editing.changes import Content, TableKind
from graph.errors import DataError
from graph.loading import validation
from graph.loading.hidden import CONTROL
from graph.loading.report import Problem
from graph.loading.tables import Row
from graph.model import Relation
from graph.queries import shorten

REVIEWS: Final = ("checked", "disputed", "rejected")
"""What may be said of a row after a look at it; blank is nothing yet."""

REQUIRED: Final[Mapping[TableKind, tuple[str, ...]]] = {
    "sources": ("id",),
    "entities": ("id", "label", "category"),
    "relations": ("source", "target", "type"),
    "notes": ("id", "kind"),
}
"""Columns that must be filled."""


def tidy(cells: Mapping[str, str]) -> dict[str, str]:
    r"""Cells as a file can hold them: nothing illegal, blank ones left out.

    Examples
    --------
    >>> tidy({"id": "a\x00", "label": "  "})
    {'id': 'a�'}
    """
    clean = {name: CONTROL.sub("\ufffd", cell) for name, cell in cells.items()}
    return {name: cell for name, cell in clean.items() if cell.strip()}


def check(kind: TableKind, row: Row, changed: Collection[str], content: Content) -> None:
    """Refuse a row that breaks a rule in a column that changes.

    What was wrong before is left alone, so that a row can be mended cell by cell.

    Raises
    ------
    DataError
        For the first rule that is broken.

    Examples
    --------
    >>> check("relations", Row(4, {"source": "a", "share": "130"}), ("share",), Content({}))
    Traceback (most recent call last):
    graph.errors.DataError: relations.csv, row 4, column share: The share 130 is outside \
0 to 100. Give a percentage from 0 to 100.
    """
    for problem in _problems(kind, row, changed, content):
        raise DataError(problem.problem, where=problem.where, fix=problem.fix)


def _problems(
    kind: TableKind, row: Row, changed: Collection[str], content: Content
) -> Iterator[Problem]:
    file = content.file(kind)
    yield from (
        one for one in validation.blank_cells(file, row, REQUIRED[kind]) if one.column in changed
    )
    if kind == "relations":
        yield from _of_relation(file, row, changed, content)
    if kind == "entities" and "holder_tense" in changed:
        yield from _found(validation.read_tense(file, row)[1])
    if "review" in changed and row.bare("review") not in ("", *REVIEWS):
        known = ", ".join(REVIEWS)
        yield Problem(
            "error",
            file,
            row.line,
            "review",
            row["review"],
            f"“{shorten(row['review'])}” is no result of a review.",
            f"Use one of: {known}; or leave it blank.",
        )


def _of_relation(
    file: str, row: Row, changed: Collection[str], content: Content
) -> Iterator[Problem]:
    for column in ("source", "target"):
        if column in changed and row[column] not in content.places("entities"):
            yield Problem(
                "error",
                file,
                row.line,
                column,
                row[column],
                f"“{shorten(row[column])}” is not in {content.file('entities')}.",
                "Add that person or body first, or choose one that is there.",
            )
    if "share" in changed:
        yield from _mended(validation.read_share(file, row)[1])
    if "status" in changed:
        yield from _mended(validation.read_status(file, row)[1])
    since, bad_since = validation.read_date(file, row, "since")
    until, bad_until = validation.read_date(file, row, "until")
    if "since" in changed:
        yield from _mended(bad_since)
    if "until" in changed:
        yield from _mended(bad_until)
    if {"since", "until"} & set(changed):
        dated = Relation("", "", "", "", since=since, until=until, row=row.line)
        yield from _found(validation.order_of_dates(file, dated))


def _found(problem: Problem | None) -> Iterator[Problem]:
    if problem is not None:
        yield problem


def _mended(problem: Problem | None) -> Iterator[Problem]:
    """A problem without what a reader of files does about it: an edit is refused instead."""
    if problem is not None:
        sentence = re.sub(r" It is (?:read as \w+|left open)\.$", "", problem.problem)
        yield Problem(
            "error", problem.file, problem.row, problem.column, problem.value, sentence, problem.fix
        )

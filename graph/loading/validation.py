"""The rules behind the load report for one row: what its cells must be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from rapidfuzz import process

from graph.errors import DataError
from graph.loading.report import Problem
from graph.loading.tables import Row
from graph.model import STATUSES, PartialDate, Relation, Share

HOLDER_TENSES: Final = ("current", "former")
"""What ``holder_tense`` may say; blank is unknown."""

_ALIKE: Final = 80


def blank_cells(file: str, row: Row, required: Sequence[str]) -> Iterator[Problem]:
    """Errors for required cells that are blank."""
    for column in required:
        if not row.bare(column):
            yield Problem(
                "error",
                file,
                row.line,
                column,
                "",
                f"The {column} is blank.",
                f"Give the row its {column}, or take the row out.",
            )


def read_share(file: str, row: Row) -> tuple[Share | None, Problem | None]:
    """The share of a row; one that cannot be read or be true is unknown.

    Examples
    --------
    >>> share, problem = read_share("relations.csv", Row(4, {"share": "130"}))
    >>> share, problem.severity, problem.row
    (None, 'warning', 4)
    """
    try:
        return Share.parse(row["share"]), None
    except DataError as error:
        return None, Problem(
            "warning",
            file,
            row.line,
            "share",
            row["share"],
            f"{error.problem} It is read as unknown.",
            error.fix,
        )


def read_date(file: str, row: Row, column: str) -> tuple[PartialDate | None, Problem | None]:
    """A date of a row; one that is not in the calendar is left open."""
    try:
        return PartialDate.parse(row[column]), None
    except DataError as error:
        return None, Problem(
            "warning",
            file,
            row.line,
            column,
            row[column],
            f"{error.problem} It is left open.",
            error.fix,
        )


def read_status(file: str, row: Row) -> tuple[str, Problem | None]:
    """The status of a row; blank and unknown ones are ``ungraded``."""
    status = row.bare("status").lower()
    if not status:
        return "ungraded", None
    if status in STATUSES:
        return status, None
    known = ", ".join(STATUSES)
    return "ungraded", Problem(
        "warning",
        file,
        row.line,
        "status",
        row["status"],
        f"“{row['status']}” is not a status. It is read as ungraded.",
        f"Use one of: {known}.{suggestion(status, STATUSES)}",
    )


def read_tense(file: str, row: Row) -> tuple[str, Problem | None]:
    """``current``, ``former`` or blank; anything else is blank."""
    tense = row.bare("holder_tense").lower()
    if not tense or tense in HOLDER_TENSES:
        return tense, None
    return "", Problem(
        "warning",
        file,
        row.line,
        "holder_tense",
        row["holder_tense"],
        f"“{row['holder_tense']}” is neither current nor former. It is read as unknown.",
        "Write current, former or nothing.",
    )


def order_of_dates(file: str, relation: Relation) -> Problem | None:
    """A warning when a relation ends before it begins."""
    since, until = relation.since, relation.until
    if since is None or until is None or since.earliest() <= until.latest():
        return None
    return Problem(
        "warning",
        file,
        relation.row,
        "until",
        str(until),
        f"The link ends ({until}) before it begins ({since}), so it holds on no day.",
        "Swap or mend the two dates.",
    )


def unknown_reference(file: str, row: Row, sources: Collection[str]) -> Problem | None:
    """A warning when the reference of a row is not listed among the sources."""
    reference = row.bare("reference")
    if not reference or reference in sources:
        return None
    return Problem(
        "warning",
        file,
        row.line,
        "reference",
        reference,
        f"“{reference}” is not in sources.csv.",
        f"Add it to sources.csv, or mend it here.{suggestion(reference, sources)}",
    )


def web_address(file: str, row: Row) -> Problem | None:
    """A warning when the address of a source is not one that a browser should open."""
    url = row.bare("url")
    if not url or url.lower().startswith(("https://", "http://")):
        return None
    return Problem(
        "warning",
        file,
        row.line,
        "url",
        url,
        "This is not a web address; it is shown as text.",
        "Start it with https://.",
    )


def suggestion(word: str, known: Collection[str]) -> str:
    """The end of a hint that names the known word most like a wrong one; blank without one.

    Examples
    --------
    >>> suggestion("companie", ["person", "company"]), suggestion("x", ["company"])
    (' Did you mean “company”?', '')
    """
    found = process.extractOne(word.lower(), list(islice(known, 1000)), score_cutoff=_ALIKE)
    return f" Did you mean “{found[0]}”?" if found else ""

"""Which statement of each BODS record counts, and what a file says beside its records."""

from __future__ import annotations

from typing import Any, Final, Protocol

from graph.formats.bods_parsing import Statement
from graph.formats.bods_values import joined, objects, text
from graph.loading.report import Severity

_KINDS: Final = ("entity", "person", "relationship")

STATUS_NOTE: Final = "Longarm status: "
"""What stands before a status in an annotation of our own."""


class Note(Protocol):
    """Takes a line for the report."""

    def __call__(
        self,
        severity: Severity,
        number: int,
        problem: str,
        fix: str = "",
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        """Take it: how grave, which statement, what is wrong and what to do."""


def latest_of(numbered: list[tuple[int, Any]], note: Note) -> dict[str, tuple[int, Statement]]:
    """For each record the statement of the latest date, the later in the file among equals."""
    latest: dict[str, tuple[int, Statement]] = {}
    seen: dict[str, int] = {}
    for number, one in numbered:
        if not _usable(number, one, note):
            continue
        if (statement := text(one.get("statementId"))) and seen.setdefault(
            statement, number
        ) != number:
            note(
                "info",
                number,
                f"The statementId stands in statement {seen[statement]} too.",
                "Both are read; ids of statements should differ.",
                column="statementId",
                value=statement,
            )
        record = text(one["recordId"])
        before = latest.get(record)
        if before is None:
            latest[record] = (number, one)
            continue
        older, newer = sorted((before, (number, one)), key=lambda two: (_moment(two[1]), two[0]))
        latest[record] = newer
        note(
            "info",
            older[0],
            f"Statement {newer[0]} says something newer of the same record, and counts.",
            column="recordId",
            value=record,
        )
    return latest


def _usable(number: int, one: object, note: Note) -> bool:
    wrong = ""
    if not isinstance(one, dict):
        wrong = "This is no statement."
    elif text(one.get("recordType")) not in _KINDS:
        wrong = "The recordType is none of entity, person, relationship."
    elif not text(one.get("recordId")):
        wrong = "The statement has no recordId."
    elif not isinstance(one.get("recordDetails"), dict):
        wrong = "The statement has no recordDetails."
    else:
        _annotations(number, one, note)
        return True
    note("warning", number, f"{wrong} It is left out.", "Ask the publisher.")
    return False


def _annotations(number: int, one: Statement, tell: Note) -> None:
    for note in objects(one.get("annotations")):
        said = joined(text(note.get(key)) for key in ("description", "url"))
        target = text(note.get("statementPointerTarget"))
        if said and not said.startswith(STATUS_NOTE):
            tell("info", number, "The publisher notes this.", column=target, value=said)


def _moment(one: Statement) -> str:
    return text(one.get("statementDate"))

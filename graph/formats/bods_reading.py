"""BODS 0.4 statements as tables: the latest statement of each record, one row for each interest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.formats import bods_terms as terms
from graph.formats.bods_latest import STATUS_NOTE, latest_of
from graph.formats.bods_parsing import Statement, statements_of
from graph.formats.bods_records import entity_cells, person_cells, unspecified_cells
from graph.formats.bods_sources import Sources
from graph.formats.bods_values import day, interval, joined, objects, part, text, texts, yes_no
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row, Table, Tables


def tables_of(path: Path) -> Tables:
    """Read a BODS file.

    Raises
    ------
    DataError
        When it is no file of BODS 0.4 statements.
    """
    return _Reading(path.name).run(path.stem, statements_of(path))


@dataclass
class _Reading:
    file: str
    findings: Findings = field(default_factory=Findings)
    entities: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    sources: Sources = field(init=False)
    ids: set[str] = field(default_factory=set)
    nobody: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sources = Sources(self.file)

    def run(self, name: str, numbered: list[tuple[int, Any]]) -> Tables:
        """The tables of numbered statements."""
        latest = latest_of(numbered, self._note)
        self.ids = set(latest)
        for number, one in latest.values():
            if one["recordType"] == "relationship":
                self._relationship(number, one)
        chains = {
            (row["source"], row["target"]) for row in self.relations if row["indirect"] != "yes"
        }
        self._indirect_alone(chains)
        linked = self.entities
        self.entities = []
        for number, one in latest.values():
            if one["recordType"] != "relationship":
                self._party(number, one)
        # Rows in the order of the file, each under its own name: so their places are counted on.
        self.entities = sorted((*self.entities, *linked), key=lambda row: row.line)
        self.relations.sort(key=lambda row: row.line)
        return Tables(
            name,
            _table(self.file, ENTITY_COLUMNS, self.entities),
            _table(self.file, RELATION_COLUMNS, self.relations),
            self.sources.table(),
            self.findings.report(0, 0).problems,
        )

    def _note(
        self,
        severity: Severity,
        number: int,
        problem: str,
        fix: str = "",
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        self.findings.add(Problem(severity, self.file, number, column, value, problem, fix))

    def _party(self, number: int, one: Statement) -> None:
        details, record = one["recordDetails"], text(one["recordId"])
        person = one["recordType"] == "person"
        cells = person_cells(details) if person else entity_cells(details)
        if record in self.nobody:
            cells["no_beneficial_owners"] = self.nobody[record]
        if text(one.get("recordStatus")) == "closed":
            cells["record_status"] = "closed"
            self._note("info", number, "This record is closed; it is shown all the same.")
        self._add_entity(record, number, cells, one)

    def _add_entity(
        self, record: str, number: int, cells: dict[str, str], one: Statement, end: str = ""
    ) -> None:
        cells = {"id": record} | cells | {"reference": self.sources.of(number, one)}
        cells["locator"] = _locator(one)
        file = f"{self.file} › {end}" if end else self.file
        self.entities.append(Row(number, {key: cell for key, cell in cells.items() if cell}, file))

    def _relationship(self, number: int, one: Statement) -> None:
        details = one["recordDetails"]
        ends = [
            self._end(number, one, key, details.get(key)) for key in ("interestedParty", "subject")
        ]
        if not all(ends):
            return
        common = {
            "source": ends[0],
            "target": ends[1],
            "status": _status(one),
            "said_by": joined(
                text(who.get("name")) or text(who.get("uri"))
                for who in objects(part(one.get("source"), "assertedBy"))
            ),
            "reference": self.sources.of(number, one),
            "locator": _locator(one),
            "record_id": text(one["recordId"]),
            "component": "yes" if details.get("isComponent") is True else "",
            "components": joined(texts(details.get("componentRecords"))),
        }
        closed = ""
        if text(one.get("recordStatus")) == "closed":
            closed = day(one.get("statementDate"))
            self._note(
                "info",
                number,
                "This record is closed: its links are shown as ended.",
                column="recordStatus",
                value="closed",
            )
        interests = list(objects(details.get("interests"))) or [{}]
        for place, interest in enumerate(interests, start=1):
            cells = common | self._interest(number, interest)
            if closed:
                cells["until"] = cells["until"] or closed
            file = f"{self.file} › interest {place}" if place > 1 else self.file
            cells = {key: cell for key, cell in cells.items() if cell}
            self.relations.append(Row(number, cells, file))

    def _interest(self, number: int, interest: Mapping[str, Any]) -> dict[str, str]:
        kind = text(interest.get("type"))
        share, bounds, wrong = interval(interest.get("share"))
        if wrong:
            self._note(
                "warning",
                number,
                f"{wrong} It is read as unknown.",
                "Ask the publisher.",
                column="share",
                value=str(interest.get("share"))[:200],
            )
        if kind and kind not in terms.TYPE_OF_INTEREST:
            self._note(
                "info",
                number,
                "This type of interest is not in BODS 0.4; it is an interest of unknown kind.",
                column="interests",
                value=kind,
            )
        relation = terms.TYPE_OF_INTEREST.get(kind, terms.UNTYPED)
        if kind == "votingRights" and _majority(share, bounds):
            relation = "controls"
        return {
            "type": relation,
            "share": share,
            "since": day(interest.get("startDate")),
            "until": day(interest.get("endDate")),
            "evidence": text(interest.get("details")),
            "interest": kind,
            "share_bounds": bounds,
            "indirect": _INDIRECT.get(text(interest.get("directOrIndirect")), ""),
            "beneficial": yes_no(interest.get("beneficialOwnershipOrControl")),
        }

    def _end(self, number: int, one: Statement, key: str, party: object) -> str:
        """The id of an end; a party that is not named becomes an entity of its own."""
        if not isinstance(party, Mapping):
            found = text(party)
            if not found:
                self._note(
                    "warning",
                    number,
                    f"The relationship has no {key}. It is left out.",
                    "Ask the publisher.",
                    column=key,
                )
            return found
        record = text(one["recordId"])
        if key == "interestedParty" and party.get("reason") == "noBeneficialOwners":
            subject = text(one["recordDetails"].get("subject"))
            said = text(party.get("description")) or "yes"
            self.nobody[subject] = joined((*self.nobody.get(subject, "").split("; "), said))
            self._note(
                "info",
                number,
                "It says that there are no beneficial owners: noted at the subject, not a link.",
                column=key,
                value=subject,
            )
            return ""
        made = base = f"{record}-{'owner' if key == 'interestedParty' else 'subject'}"
        count = 1
        while made in self.ids:
            count += 1
            made = f"{base}-{count}"
        self.ids.add(made)
        self._add_entity(made, number, unspecified_cells(party), one, key)
        return made

    def _indirect_alone(self, direct: set[tuple[str, str]]) -> None:
        """Say where an indirect link is all there is: it is a conclusion, and never counted."""
        reached: dict[str, set[str]] = {}
        for source, target in direct:
            reached.setdefault(source, set()).add(target)
        for row in self.relations:
            if row["indirect"] == "yes" and not _leads(reached, row["source"], row["target"]):
                self._note(
                    "warning",
                    row.line,
                    "This interest is indirect, and no chain of direct ones in the file explains "
                    "it. Indirect links are conclusions: they are shown and not added up.",
                    "Ask the publisher for the companies in between.",
                    column="interests",
                )


_MAX_WALKED: Final = 1_000

_INDIRECT: Final = {"indirect": "yes", "direct": "no", "unknown": "unknown"}


def _majority(share: str, bounds: str) -> bool:
    """Whether a share is certainly more than half."""
    low = float(share.split("-", maxsplit=1)[0]) if share else 0.0
    return low > 50 or (low == 50 and "minimum" in bounds)


def _status(one: Statement) -> str:
    for note in objects(one.get("annotations")):
        said = text(note.get("description"))
        if said.startswith(STATUS_NOTE):
            return said.removeprefix(STATUS_NOTE)
    return "stated"


def _locator(one: Statement) -> str:
    statement = text(one.get("statementId"))
    return f"statement {statement}" if statement else ""


def _leads(reached: Mapping[str, set[str]], start: str, goal: str) -> bool:
    """Whether a chain leads from one to the other; a walk that gets too long is taken for one."""
    frontier, walked = {start}, {start}
    while frontier:
        if len(walked) > _MAX_WALKED:
            return True
        frontier = {end for one in frontier for end in reached.get(one, ())} - walked
        if goal in frontier:
            return True
        walked |= frontier
    return False


def _table(file: str, first: tuple[str, ...], rows: list[Row]) -> Table:
    seen = Counter(column for row in rows for column in row.cells)
    return Table(file, (*first, *(column for column in seen if column not in first)), tuple(rows))

"""FollowTheMoney JSON lines as tables: things are entities, edges are links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Final

from graph.errors import DataError
from graph.formats import ftm_terms as terms
from graph.formats.bods_parsing import text_of_file
from graph.formats.bods_values import joined, text, texts
from graph.formats.ftm_cells import Cells, link_cells, source_cells, thing_cells
from graph.formats.ftm_library import clean, library_model
from graph.formats.ftm_parsing import cell_of, context_of, kept_of, objects_of
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row, Table, Tables

_MAX_PAIRS: Final = 1_000


def tables_of(path: Path) -> Tables:
    """Read a file of FollowTheMoney entities.

    Raises
    ------
    DataError
        When it holds none, or the library is not installed.
    """
    model = library_model(DataError, "read")
    return _Reading(path.name, model).run(path.stem, text_of_file(path))


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that the library knows, the line it stands on and what is kept beside it."""

    line: int
    proxy: Any
    kept: Cells
    lost: Cells


@dataclass
class _Reading:
    file: str
    model: Any
    findings: Findings = field(default_factory=Findings)
    things: dict[str, _Record] = field(default_factory=dict)
    edges: dict[str, _Record] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    entities: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)

    def run(self, name: str, content: str) -> Tables:
        """The tables of a text."""
        for line, one in objects_of(self.file, content, self._note):
            self._record(line, one)
        if not self.things and not self.edges:
            raise DataError(
                "No FollowTheMoney entity was found in this file.",
                where=self.file,
                fix="Each line is an object with id, schema and properties.",
            )
        self._name_things()
        proofs = self._proofs()
        for key, record in self.things.items():
            if key in proofs or record.kept.get("table") == "sources":
                self._source(key, record)
            elif record.kept.get("made_for", "") not in self.things:
                self._thing(key, record)
        for record in self.edges.values():
            if record.kept.get("made_for", "") not in self.things:
                self._edge(record)
        # Rows in the order of the file: their places are counted on from there.
        self.relations.sort(key=lambda row: row.line)
        return Tables(
            name,
            _table(self.file, ENTITY_COLUMNS, self.entities),
            _table(self.file, RELATION_COLUMNS, self.relations),
            _table(self.file, SOURCE_COLUMNS, self.sources) if self.sources else None,
            self.findings.report(0, 0).problems,
        )

    def _note(
        self,
        severity: Severity,
        line: int,
        problem: str,
        fix: str = "",
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        self.findings.add(Problem(severity, self.file, line, column, value, problem, fix))

    def _record(self, line: int, one: Any) -> None:
        if not isinstance(one, dict):
            self._note("warning", line, "This line holds no entity. It is left out.", "Mend it.")
            return
        if "prop" in one and "properties" not in one:
            raise DataError(
                "These are FollowTheMoney statements, not entities.",
                where=f"{self.file}, line {line}",
                fix="Run “ftm aggregate-statements” on the file first.",
            )
        key, schema = text(one.get("id")), text(one.get("schema"))
        given = one.get("properties", {})
        if not key or not schema or not isinstance(given, dict):
            wrong = "id" if not key else "schema" if not schema else "properties"
            self._note(
                "warning", line, f"The entity has no {wrong}. It is left out.", "Mend the line."
            )
            return
        if key in self.things or key in self.edges:
            self._note(
                "warning",
                line,
                f"The id stands in line {(self.things | self.edges)[key].line} too. "
                "The later entity is left out.",
                "Join them with “ftm aggregate” first.",
                column="id",
                value=key,
            )
            return
        kept = kept_of(one.get(terms.KEPT))
        known = self.model.get(schema)
        if known is None or known.abstract:
            self._unknown(line, key, schema, one)
            return
        proxy = self.model.make_entity(known)
        proxy.id = key
        record = _Record(line, proxy, kept, context_of(one))
        for name, values in given.items():
            self._values(record, text(name), values)
        (self.edges if known.edge else self.things)[key] = record

    def _unknown(self, line: int, key: str, schema: str, one: dict[str, Any]) -> None:
        """A schema that the library does not know is a category of its own."""
        self._note(
            "info",
            line,
            "This schema is not in the installed FollowTheMoney: shown as a category of its own.",
            "Install a newer followthemoney if it is a new schema.",
            column="schema",
            value=schema,
        )
        proxy = self.model.make_entity("LegalEntity")
        proxy.id = key
        lost = {name: cell_of(values) for name, values in one.get("properties", {}).items()}
        names = [one for one in (lost.pop("name", ""), text(one.get("caption"))) if one]
        kept = {"category": terms.snake(schema), "label": names[0] if names else key}
        lost = {f"ftm_{name}": cell for name, cell in lost.items()}
        self.things[key] = _Record(line, proxy, kept, context_of(one) | lost)

    def _values(self, record: _Record, name: str, values: Any) -> None:
        """Add the values of a property; what the library would drop is told and kept as text."""
        prop = record.proxy.schema.get(name)
        given = texts(values) if isinstance(values, list) else texts([values])
        if prop is None or prop.stub:
            if given:
                record.lost[f"ftm_{name}"] = joined(given)
                self._note(
                    "info",
                    record.line,
                    f"{record.proxy.schema.name} has no such property: kept as a column.",
                    column=name,
                    value=joined(given),
                )
            return
        for value in given:
            cleaned = clean(prop, value, record.proxy)
            if cleaned is None:
                record.lost[f"ftm_{name}"] = joined((record.lost.get(f"ftm_{name}", ""), value))
                self._note(
                    "warning",
                    record.line,
                    "FollowTheMoney does not take this value: kept as text.",
                    f"It should be of the type {prop.type.name}.",
                    column=name,
                    value=value,
                )
            else:
                record.proxy.add(prop, cleaned, cleaned=True)

    def _name_things(self) -> None:
        """The ids that things had before they were written to this format, where they are free."""
        taken = set(self.things)
        for key, record in self.things.items():
            before = record.kept.get("id", "")
            free = before.strip() and (before == key or before not in taken)
            self.names[key] = before if free else key
            taken.add(self.names[key])

    def _proofs(self) -> set[str]:
        """The documents that are cited as proof and are no end of a link."""
        cited: set[str] = set()
        linked: set[str] = set()
        for record in (*self.things.values(), *self.edges.values()):
            for prop in record.proxy.iterprops():
                if prop.type.name == "entity":
                    (cited if prop.name == "proof" else linked).update(record.proxy.get(prop))
        documents = {
            key for key, record in self.things.items() if record.proxy.schema.is_a("Document")
        }
        return (cited & documents) - linked

    def _cells(self, record: _Record, native: Cells) -> Cells:
        """What the properties say, and over it what is kept beside them."""
        cells = dict(native)
        if cells.get("reference"):
            cells["reference"] = self.names.get(cells["reference"], cells["reference"])
        cells = cells | {name: cell for name, cell in record.lost.items() if name not in cells}
        cells |= {name: cell for name, cell in record.kept.items() if name not in _MARKS}
        for name in ("category", "type"):
            if name in native:
                cells[name] = cells[name].strip() or native[name]
        return {name: cell for name, cell in cells.items() if cell}

    def _thing(self, key: str, record: _Record) -> None:
        cells = self._cells(record, thing_cells(record.proxy))
        if not cells.get("label"):
            cells["label"] = self.names[key]
            self._note(
                "info",
                record.line,
                "The entity has no name: its id stands in.",
                column="name",
                value=key,
            )
        cells["id"] = self.names[key]
        self.entities.append(Row(record.line, cells))
        place = 0
        for prop in record.proxy.iterprops():
            if prop.type.name != "entity" or prop.name == "proof":
                continue
            for other in record.proxy.get(prop):
                place += 1
                link = {
                    "source": self.names[key],
                    "target": self.names.get(other, other),
                    "type": terms.TYPE_OF_PROPERTY.get(prop.name, terms.snake(prop.name)),
                }
                self.relations.append(Row(record.line, link, f"{self.file} › {prop.name} {place}"))

    def _source(self, key: str, record: _Record) -> None:
        cells = self._cells(record, source_cells(record.proxy)) | {"id": self.names[key]}
        self.sources.append(Row(record.line, cells))

    def _edge(self, record: _Record) -> None:
        proxy = record.proxy
        schema = proxy.schema
        ends = proxy.get(schema.source_prop), proxy.get(schema.target_prop)
        if not all(ends):
            missing = [
                prop.name
                for prop, end in zip((schema.source_prop, schema.target_prop), ends, strict=True)
                if not end
            ]
            self._note(
                "warning",
                record.line,
                f"The {schema.name} has no {' and no '.join(missing)}. It is left out.",
                "Give it both ends.",
                value=proxy.id,
            )
            return
        if len(ends[0]) * len(ends[1]) > _MAX_PAIRS:
            self._note(
                "warning",
                record.line,
                f"The {schema.name} joins more than {_MAX_PAIRS:,} pairs. It is left out.",
                "Split it into one edge for each pair.",
                value=proxy.id,
            )
            return
        cells = self._cells(record, link_cells(proxy))
        for place, (source, target) in enumerate(product(*ends), start=1):
            both = {
                "source": self.names.get(source, source),
                "target": self.names.get(target, target),
            }
            file = f"{self.file} › pair {place}" if place > 1 else self.file
            self.relations.append(Row(record.line, cells | both, file))


_MARKS: Final = frozenset({"id", "made_for", "table", "source", "target"})


def _table(file: str, first: tuple[str, ...], rows: list[Row]) -> Table:
    seen = Counter(column for row in rows for column in row.cells)
    return Table(file, (*first, *(column for column in seen if column not in first)), tuple(rows))

"""Edits of single rows: cells, new rows, deletion, a second source, what a look at a row found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.editing import rules
from graph.editing.changes import (
    NOTE_COLUMNS,
    Change,
    ColumnsChange,
    Content,
    Edit,
    RowChange,
    Step,
    TableKind,
)
from graph.errors import DataError, NotFound
from graph.exports.escaping import slug
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.tables import Row
from graph.model import type_words
from graph.queries import shorten

REVIEW_COLUMNS: Final = ("review", "reviewed_by", "reviewed_on")
"""Columns that say what a look at a row found, who looked and when."""

COLUMNS: Final[Mapping[TableKind, tuple[str, ...]]] = {
    "sources": SOURCE_COLUMNS,
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
    "notes": NOTE_COLUMNS,
}

_ONE: Final[Mapping[TableKind, str]] = {
    "sources": "source",
    "entities": "entity",
    "relations": "link",
    "notes": "note",
}


@dataclass(frozen=True, slots=True)
class SetCells:
    """Set cells of one row; a blank text empties a cell.

    A new id for an entity or source takes its links, references and notes along.

    Attributes
    ----------
    kind : str
        ``entities``, ``relations``, ``sources`` or ``notes``.
    key : str
        Id of the entity, source or note; of a link, the id that `Relation` has.
    cells : Mapping of str to str
        New texts by column.
    """

    kind: TableKind
    key: str
    cells: Mapping[str, str]

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        place, row = found(content, self.kind, self.key)
        wanted = dict(self.cells)
        if "id" in wanted:
            wanted["id"] = wanted["id"].strip()
        fresh = Row(row.line, rules.tidy({**row.cells, **wanted}), row.file)
        changed = [name for name in wanted if fresh[name] != row[name]]
        rules.check(self.kind, fresh, changed, content)
        name = named(content, self.kind, row)
        if not changed:
            return Step(f"Nothing changed in {name}", ())
        changes = [
            *columns_for(content, self.kind, [one for one in changed if fresh[one]]),
            RowChange(self.kind, place, row, fresh),
        ]
        moved: tuple[tuple[str, str], ...] = ()
        told: tuple[str, ...] = ()
        if "id" in changed and self.kind in ("entities", "sources"):
            refuse_taken(content, self.kind, fresh["id"], place)
            followers = tuple(_followers(content, self.kind, row["id"], fresh["id"]))
            changes += followers
            told = (f"{_rows(len(followers))} that name it follow.",) if followers else ()
            moved = ((row["id"], fresh["id"]),) if self.kind == "entities" else ()
        words = f"Set {', '.join(changed)} of {name}"
        return Step(words, tuple(changes), told, moved)


@dataclass(frozen=True, slots=True)
class Add:
    """Add an entity, a link, a source or a note at the end of its table.

    Attributes
    ----------
    kind : str
        ``entities``, ``relations``, ``sources`` or ``notes``.
    cells : Mapping of str to str
        Texts by column. A blank id of an entity or source is made from its name.
    """

    kind: TableKind
    cells: Mapping[str, str]

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        cells = dict(self.cells)
        if self.kind != "relations":
            wanted = cells.get("id", "").strip()
            name = cells.get("label") or cells.get("title") or ""
            cells["id"] = wanted or free_id(content, self.kind, name)
        row = Row(content.next_line(self.kind), rules.tidy(cells))
        rules.check(self.kind, row, {*rules.REQUIRED[self.kind], *row.cells}, content)
        if self.kind != "relations":
            refuse_taken(content, self.kind, row["id"])
        changes = (
            *columns_for(content, self.kind, row.cells),
            RowChange(self.kind, len(content.rows(self.kind)), None, row),
        )
        return Step(f"Added {named(content, self.kind, row)}", changes)


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a row; an entity goes with its links, which are counted and told."""

    kind: TableKind
    key: str

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        place, row = found(content, self.kind, self.key)
        name = named(content, self.kind, row)
        gone: list[Change] = [RowChange(self.kind, place, row, None)]
        told = []
        moved: tuple[tuple[str, str], ...] = ()
        if self.kind == "entities":
            links = list(content.links_of(row["id"]))
            # From the last to the first, so that no place shifts before its turn.
            gone += [RowChange("relations", at, link, None) for at, link in reversed(links)]
            told = [f"{_count(len(links), 'link')} deleted with it."] if links else []
            moved = ((row["id"], ""),)
        if self.kind == "sources":
            cited = sum(
                one.bare("reference") == row.bare("id")
                for kind in ("entities", "relations")
                for one in content.rows(kind)
            )
            told = [f"{_rows(cited)} still cite it."] if cited else []
        return Step(f"Deleted {name}", tuple(gone), tuple(told), moved)


@dataclass(frozen=True, slots=True)
class SecondSource:
    """Give a link another source: a second row that says the same with its own reference.

    Attributes
    ----------
    relation : str
        Id of the link.
    reference, locator : str
        The other source and the place in it.
    evidence, said_by, status : str
        What it says, who says it there, and how surely.
    """

    relation: str
    reference: str
    locator: str = ""
    evidence: str = ""
    said_by: str = ""
    status: str = "stated"

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        place, row = found(content, "relations", self.relation)
        where = f"{content.file('relations')}, row {row.line}"
        if not self.reference.strip():
            raise DataError(
                "The second source is blank.", where=where, fix="Choose one, or add it first."
            )
        if (self.reference.strip(), self.locator.strip()) == (
            row.bare("reference"),
            row.bare("locator"),
        ):
            raise DataError(
                "That is the source and place the link has already.",
                where=where,
                fix="Choose another source, or another place in it.",
            )
        own = {
            "reference": self.reference.strip(),
            "locator": self.locator,
            "evidence": self.evidence,
            "said_by": self.said_by,
            "status": self.status,
            **dict.fromkeys(REVIEW_COLUMNS, ""),
        }
        fresh = Row(content.next_line("relations"), rules.tidy({**row.cells, **own}))
        rules.check("relations", fresh, ("source", "target", *own), content)
        changes = (
            *columns_for(content, "relations", fresh.cells),
            RowChange("relations", place + 1, None, fresh),
        )
        words = f"Added a second source to {named(content, 'relations', row)}"
        return Step(f"{words}: {shorten(self.reference)}", changes)


@dataclass(frozen=True, slots=True)
class Review:
    """Mark rows as checked, disputed or rejected; a blank verdict takes the mark away.

    Attributes
    ----------
    kind : str
        ``entities``, ``relations`` or ``sources``.
    keys : tuple of str
        The rows.
    verdict : str
        One of `rules.REVIEWS`, or blank.
    by, on : str
        Who looked, and when: a date such as ``2021-03-05``.
    """

    kind: TableKind
    keys: tuple[str, ...]
    verdict: str
    by: str = ""
    on: str = ""

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        marks = (self.verdict, self.by, self.on) if self.verdict else ("", "", "")
        cells = dict(zip(REVIEW_COLUMNS, marks, strict=True))
        changes: list[Change] = []
        names = []
        for key in dict.fromkeys(self.keys):
            place, row = found(content, self.kind, key)
            fresh = Row(row.line, rules.tidy({**row.cells, **cells}), row.file)
            rules.check(self.kind, fresh, REVIEW_COLUMNS, content)
            changes.append(RowChange(self.kind, place, row, fresh))
            names.append(named(content, self.kind, row))
        if not changes:
            raise NotFound("No row was named.", fix="Choose one or more rows.")
        what = names[0] if len(names) == 1 else _count(len(names), _ONE[self.kind])
        words = f"Marked {what} as {self.verdict}" if self.verdict else f"Unmarked {what}"
        return Step(words, (*columns_for(content, self.kind, REVIEW_COLUMNS), *changes))


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one, undone as one.

    Attributes
    ----------
    words : str
        What they do together.
    edits : tuple of Edit
        Each sees what those before it did.
    """

    words: str
    edits: tuple[Edit, ...]

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        changes: list[Change] = []
        told: list[str] = []
        moved: list[tuple[str, str]] = []
        for edit in self.edits:
            one = edit.step(content)
            content = content.applied(one.changes)
            changes += one.changes
            told += one.told
            moved += one.moved
        return Step(self.words, tuple(changes), tuple(told), tuple(moved))


def found(content: Content, kind: TableKind, key: str) -> tuple[int, Row]:
    """A row with its place.

    Raises
    ------
    NotFound
        When there is no such row.
    """
    place = content.places(kind).get(key)
    if place is None:
        raise NotFound(
            f"There is no {_ONE[kind]} “{shorten(key)}”.",
            where=content.file(kind),
            fix="It may have been deleted or merged; undo brings it back.",
        )
    return place, content.rows(kind)[place]


def named(content: Content, kind: TableKind, row: Row) -> str:
    """A row in words, for the journal.

    Examples
    --------
    >>> named(Content({}), "relations", Row(2, {"source": "a", "target": "b", "type": "owns"}))
    'the link “a owns b”'
    """
    if kind == "relations":
        ends = [_label(content, row[end]) for end in ("source", "target")]
        return f"the link “{ends[0]} {shorten(type_words(row.bare('type')))} {ends[1]}”"
    if kind == "notes":
        return f"the note “{shorten(row.bare('text') or row.bare('kind'))}”"
    name = row.bare("label") or row.bare("title") or row.bare("id")
    return f"{'the source ' if kind == 'sources' else ''}“{shorten(name)}”"


def _label(content: Content, entity: str) -> str:
    row = content.row("entities", entity)
    return shorten((row.bare("label") if row else "") or entity, 40)


def columns_for(content: Content, kind: TableKind, used: Iterable[str]) -> tuple[Change, ...]:
    """The change that gives a table the columns that are used; empty when it has them."""
    held = content.columns(kind)
    wanted = [name for name in dict.fromkeys(used) if name not in held]
    if kind in content.tables:
        if not wanted:
            return ()
        known = COLUMNS[kind] + REVIEW_COLUMNS
        wanted.sort(key=lambda name: known.index(name) if name in known else len(known))
        return (ColumnsChange(kind, held, (*held, *wanted)),)
    own = (*COLUMNS[kind], *(name for name in wanted if name not in COLUMNS[kind]))
    return (ColumnsChange(kind, None, own),)


def refuse_taken(content: Content, kind: TableKind, key: str, own: int | None = None) -> None:
    """Refuse an id that a row has, unless it is the one at the place `own`."""
    place = content.places(kind).get(key)
    if place is not None and place != own:
        other = content.rows(kind)[place]
        raise DataError(
            f"The id “{shorten(key)}” is already in row {other.line}.",
            where=f"{content.file(kind)}, column id",
            fix="Give this one an id of its own, or change that row.",
        )


def free_id(content: Content, kind: TableKind, name: str) -> str:
    """An id that nothing has, made from a name.

    Examples
    --------
    >>> free_id(Content({}), "entities", "Zhenhua Data N.V.")
    'zhenhua-data-n-v'
    """
    stem = slug(name)[:60].strip("-") or _ONE[kind]
    taken = content.places(kind)
    # An end that no row stands for is an id in use as well.
    ends = {row[end] for row in content.rows("relations") for end in ("source", "target")}
    key, number = stem, 2
    while key in taken or (kind == "entities" and key in ends):
        key, number = f"{stem}-{number}", number + 1
    return key


def _followers(content: Content, kind: TableKind, old: str, new: str) -> Iterable[Change]:
    """Rows elsewhere that name an id which changes."""
    if kind == "entities":
        yield from renamed(content, "relations", ("source", "target"), {old: new})
        yield from renamed(content, "notes", ("entity", "other"), {old: new})
        return
    for table in ("entities", "relations"):
        yield from renamed(content, table, ("reference",), {old.strip(): new})


def renamed(
    content: Content, kind: TableKind, columns: tuple[str, ...], names: Mapping[str, str]
) -> Iterable[RowChange]:
    """Rows of a table in which ids are replaced."""
    for place, row in enumerate(content.rows(kind)):
        # Blanks around a reference are passed over, as reading does; those of an id are its own.
        ids = {one: row.bare(one) if one == "reference" else row[one] for one in columns}
        cells = {one: names[key] for one, key in ids.items() if key in names}
        if cells:
            yield RowChange(kind, place, row, Row(row.line, {**row.cells, **cells}, row.file))


def _count(number: int, what: str) -> str:
    many = {"entity": "entities"}.get(what, f"{what}s")
    return f"{number:,} {what if number == 1 else many}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"

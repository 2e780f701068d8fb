"""Notes of a case: dead ends, what is the same and what is not, and free text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from graph.editing.changes import NOTE_COLUMNS, Content, Step
from graph.editing.edits import Add, Delete, found
from graph.errors import DataError
from graph.loading.tables import Row
from graph.queries import shorten

NOTE, DEAD_END, SAME, NOT_SAME = "note", "dead_end", "same_as", "not_same_as"

NOTE_WORDS: Final = {
    NOTE: "Note",
    DEAD_END: "Searched, not found",
    SAME: "Same as",
    NOT_SAME: "Not the same as",
}
"""Kinds of notes with their words on screen; a file may hold others."""


@dataclass(frozen=True, slots=True)
class Note:
    """One row of ``notes.csv``.

    Attributes
    ----------
    kind : str
        A key of `NOTE_WORDS`, or the file's own.
    entity, other : str
        Ids of whom it is about; for a link its two ends.
    relation : str
        Id of the link it is about.
    text : str
        Free text; for a dead end where somebody searched.
    by, on : str
        Who wrote it, and when.
    id : str
        Blank until it is in a case.
    """

    kind: str = NOTE
    entity: str = ""
    other: str = ""
    relation: str = ""
    text: str = ""
    by: str = ""
    on: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write a note down."""

    note: Note

    def step(self, content: Content, /) -> Step:
        """See `Edit`."""
        note = self.note
        where = content.file("notes")
        known = content.places("entities")
        ends = {row[end] for row in content.rows("relations") for end in ("source", "target")}
        for key in (note.entity, note.other):
            if key and key not in known and key not in ends:
                raise DataError(
                    f"“{shorten(key)}” is no entity of this case.",
                    where=where,
                    fix="Choose one that is.",
                )
        if note.relation:
            found(content, "relations", note.relation)
        if note.kind in (SAME, NOT_SAME) and (
            not note.entity or not note.other or note.entity == note.other
        ):
            raise DataError(
                "This note needs two different entities.", where=where, fix="Choose two."
            )
        if note.kind in (NOTE, DEAD_END) and not note.text.strip():
            raise DataError("The note is blank.", where=where, fix="Write something, or leave it.")
        self._refuse_contrary(content)
        cells = {one.name: getattr(note, one.name) for one in fields(note)}
        taken = content.places("notes")
        number = len(taken) + 1
        while f"n{number}" in taken:
            number += 1
        added = Add("notes", cells | {"id": note.id or f"n{number}"}).step(content)
        words = NOTE_WORDS.get(note.kind, note.kind)
        about = " and ".join(f"“{shorten(key, 40)}”" for key in (note.entity, note.other) if key)
        text = f": {shorten(note.text)}" if note.text.strip() else ""
        return Step(f"Noted ({words.lower()}) {about}".rstrip() + text, added.changes)

    def _refuse_contrary(self, content: Content) -> None:
        contrary = {SAME: NOT_SAME, NOT_SAME: SAME}.get(self.note.kind)
        pair = {self.note.entity, self.note.other}
        for row in content.rows("notes") if contrary else ():
            if row.bare("kind") == contrary and {row["entity"], row["other"]} == pair:
                raise DataError(
                    f"The case notes the contrary: “{NOTE_WORDS[str(contrary)].lower()}”.",
                    where=f"{content.file('notes')}, row {row.line}",
                    fix="Delete that note first.",
                )


def dead_end(entity: str, where: str, by: str = "", on: str = "") -> AddNote:
    """Note that somebody searched for an entity in a place and found nothing."""
    return AddNote(Note(DEAD_END, entity, text=where, by=by, on=on))


def same_as(entity: str, other: str, by: str = "", on: str = "", text: str = "") -> AddNote:
    """Note that two entities are one, without merging them."""
    return AddNote(Note(SAME, entity, other, text=text, by=by, on=on))


def not_same_as(entity: str, other: str, by: str = "", on: str = "", text: str = "") -> AddNote:
    """Note that two entities are not one: they are no longer proposed as duplicates."""
    return AddNote(Note(NOT_SAME, entity, other, text=text, by=by, on=on))


def free_note(text: str, entity: str = "", by: str = "", on: str = "") -> AddNote:
    """Note something, about an entity or the case."""
    return AddNote(Note(NOTE, entity, text=text, by=by, on=on))


def remove_note(note: str) -> Delete:
    """Take a note away by its id."""
    return Delete("notes", note)


def notes_in(content: Content) -> Iterator[Note]:
    """The notes of a case, in order."""
    for row in content.rows("notes"):
        yield Note(**{name: _cell(row, name) for name in NOTE_COLUMNS})


def _cell(row: Row, name: str) -> str:
    return row[name] if name in ("id", "entity", "other") else row.bare(name)

"""A case: a data set that is worked on, with every edit kept so that it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from graph.editing.changes import NOTE_COLUMNS, Content, Edit, Step
from graph.editing.notes import Note, notes_in
from graph.editing.saving import NOTES_FILE, interrupted, stamps_of
from graph.errors import NotFound
from graph.loading import Dataset, Problem, folder_tables, load_tables
from graph.loading.csvfile import CsvFile
from graph.loading.folder import as_table
from graph.loading.report import Findings
from graph.loading.tables import Row, Table, Tables


@dataclass(frozen=True)
class Case:
    """A data set that is worked on; every change gives a new case.

    Attributes
    ----------
    name : str
        Title of the data set.
    content : Content
        The tables as they are now, notes among them.
    problems : tuple of Problem
        What reading the files found.
    leave_out : frozenset of (str, int)
        Rows, as file and line, that were asked to be passed by; they stay in the files.
    journal : tuple of Step
        What was done; what stands at `cursor` and after it was taken back.
    cursor : int
        Steps of the journal that are done.
    saved : tuple of Step
        The steps that were done when the case was opened or last saved.
    folder : Path or None
        Where it was opened or last saved.
    stamps : Mapping of str to str
        A hash of each file of that folder as it was then; see `graph.editing.saving`.
    made : str
        In words how it came about, where no file holds it before it is saved; else blank.

    Examples
    --------
    >>> from graph.editing.edits import Add
    >>> case = Case.of(Tables("x"))
    >>> case = case.do(Add("entities", {"id": "a", "label": "A", "category": "company"}))
    >>> case.unsaved, case.undo().unsaved
    (('Added “A”',), ())
    """

    name: str
    content: Content
    problems: tuple[Problem, ...] = ()
    leave_out: frozenset[tuple[str, int]] = frozenset()
    journal: tuple[Step, ...] = ()
    cursor: int = 0
    saved: tuple[Step, ...] = ()
    folder: Path | None = None
    stamps: Mapping[str, str] = field(default_factory=dict)
    made: str = ""

    @classmethod
    def of(
        cls,
        tables: Tables,
        notes: Table | None = None,
        *,
        leave_out: Collection[tuple[str, int]] = (),
    ) -> Case:
        """A case of tables from anywhere; it has no folder until it is saved."""
        tables, left = in_one_file(tables, leave_out)
        return cls(tables.name, Content.of(tables, notes), tables.problems, left)

    @classmethod
    def open(cls, folder: Path | str, *, leave_out: Collection[tuple[str, int]] = ()) -> Case:
        """A data folder as a case.

        Raises
        ------
        DataError
            When there is no such folder, or no ``entities.csv`` in it.
        """
        path = Path(folder)
        stamps = stamps_of(path)
        tables = folder_tables(path)
        notes, problems = read_notes(path)
        if (half := interrupted(path)) is not None:
            problems = (half, *problems)
        case = cls.of(tables, notes, leave_out=leave_out)
        return replace(
            case, problems=(*tables.problems, *problems), folder=path.resolve(), stamps=stamps
        )

    @cached_property
    def tables(self) -> Tables:
        """The data set as text, as it is now."""
        held = self.content.tables
        return Tables(
            self.name,
            held.get("entities"),
            held.get("relations"),
            held.get("sources"),
            self.problems,
            str(self.folder or ""),
        )

    @cached_property
    def dataset(self) -> Dataset:
        """The data set as it is now, with the report of the rules."""
        return load_tables(self.tables, leave_out=self.leave_out)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes, in order."""
        return tuple(notes_in(self.content))

    def notes_about(self, entity: str) -> tuple[Note, ...]:
        """The notes that name an entity."""
        return tuple(note for note in self.notes if entity in (note.entity, note.other))

    def preview(self, edit: Edit) -> Step:
        """What an edit would do, with its counts, before it is done.

        Raises
        ------
        DataError
            As `do` would.
        """
        return edit.step(self.content)

    def do(self, edit: Edit) -> Case:
        """The case after an edit; what had been taken back is forgotten.

        Raises
        ------
        DataError
            When the rules for data refuse the edit: where, what is wrong, what to do.
        NotFound
            When the edit names a row that is not there.
        """
        step = edit.step(self.content)
        if not step.changes:
            return self
        return replace(
            self,
            content=self.content.applied(step.changes),
            journal=(*self.journal[: self.cursor], step),
            cursor=self.cursor + 1,
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.cursor > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back that can be done again."""
        return self.cursor < len(self.journal)

    @property
    def last(self) -> Step | None:
        """The step that `undo` takes back."""
        return self.journal[self.cursor - 1] if self.can_undo else None

    @property
    def next(self) -> Step | None:
        """The step that `redo` does again."""
        return self.journal[self.cursor] if self.can_redo else None

    def undo(self) -> Case:
        """The case before its last step.

        Raises
        ------
        NotFound
            When nothing was done.
        """
        if self.last is None:
            raise NotFound("There is nothing to undo.")
        back = self.last.inverse().changes
        return replace(self, content=self.content.applied(back), cursor=self.cursor - 1)

    def redo(self) -> Case:
        """The case with the step that was taken back last.

        Raises
        ------
        NotFound
            When nothing was taken back.
        """
        if self.next is None:
            raise NotFound("There is nothing to do again.")
        again = self.content.applied(self.next.changes)
        return replace(self, content=again, cursor=self.cursor + 1)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """In words what a save would write: steps since the last, and saved steps taken back."""
        done = self.journal[: self.cursor]
        alike = 0
        for one, other in zip(self.saved, done, strict=False):
            if one is not other:
                break
            alike += 1
        back = tuple(f"Undone: {step.words}" for step in reversed(self.saved[alike:]))
        made = (self.made,) if self.made else ()
        return made + back + tuple(step.words for step in done[alike:])


def read_notes(folder: Path) -> tuple[Table | None, tuple[Problem, ...]]:
    """The notes of a data folder, ``None`` when it has none, and what is wrong with them."""
    path = folder / NOTES_FILE
    if not path.exists():
        return None, ()
    findings = Findings()
    table = as_table(CsvFile(path, NOTE_COLUMNS, ("id", "kind"), findings))
    return table, findings.report(0, 0).problems


def in_one_file(
    tables: Tables, leave_out: Collection[tuple[str, int]] = ()
) -> tuple[Tables, frozenset[tuple[str, int]]]:
    """Links of several files numbered through, with the rows to leave out under their new lines.

    A link is called after its line, so that a line may stand for one link alone.

    Examples
    --------
    >>> rows = (Row(2, {"source": "a"}, "one.csv"), Row(2, {"source": "b"}, "two.csv"))
    >>> made, left = in_one_file(Tables("x", None, Table("both", (), rows)), [("two.csv", 2)])
    >>> [row.line for row in made.relations.rows], left
    ([2, 4], frozenset({('both', 4)}))
    """
    links = tables.relations
    if links is None or not any(row.file for row in links.rows):
        return tables, frozenset(leave_out)
    file, before, last = "", 0, 0
    rows = []
    lines: dict[tuple[str, int], tuple[str, int]] = {}
    for row in links.rows:
        if row.file != file:
            file, before = row.file, last
        last = before + row.line
        rows.append(Row(last, row.cells))
        lines[row.file or links.file, row.line] = (links.file, last)
    left = frozenset(lines.get(one, one) for one in leave_out)
    return replace(tables, relations=replace(links, rows=tuple(rows))), left

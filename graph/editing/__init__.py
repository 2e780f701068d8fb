"""Working with data: a case that is edited, undone, combined, saved; lists of names, duplicates."""

from graph.editing.case import Case
from graph.editing.changes import Content, Edit, Step
from graph.editing.combining import Combined, combine
from graph.editing.duplicates import Duplicates, Pair, likely_duplicates
from graph.editing.edits import Add, Delete, Review, SecondSource, SetCells, Together
from graph.editing.following import follow
from graph.editing.merging import Merge
from graph.editing.names import NameMatch, Near, match_names, names_csv
from graph.editing.notes import (
    NOTE_WORDS,
    AddNote,
    Note,
    dead_end,
    free_note,
    not_same_as,
    remove_note,
    same_as,
)
from graph.editing.saving import Saved, save_folder

__all__ = [
    "NOTE_WORDS",
    "Add",
    "AddNote",
    "Case",
    "Combined",
    "Content",
    "Delete",
    "Duplicates",
    "Edit",
    "Merge",
    "NameMatch",
    "Near",
    "Note",
    "Pair",
    "Review",
    "Saved",
    "SecondSource",
    "SetCells",
    "Step",
    "Together",
    "combine",
    "dead_end",
    "follow",
    "free_note",
    "likely_duplicates",
    "match_names",
    "names_csv",
    "not_same_as",
    "remove_note",
    "same_as",
    "save_folder",
]

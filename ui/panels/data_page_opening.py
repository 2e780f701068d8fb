"""Files on their way in: what a session has dropped on the Data page and decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from graph.editing.project import Project
from graph.formats.intake import Intake, Part
from graph.loading import Dataset, LoadReport, Tables

_KEY: Final = "data_opening"
_ROUND: Final = "data_round"


@dataclass
class Opening:
    """Files on their way in.

    Attributes
    ----------
    files : tuple of (str, bytes)
        Their names and contents.
    intake : Intake or None
        What they are, once looked at.
    is_project, project : bool or None, Project or None
        Whether they are a project file, and which, once looked at.
    make_entities : bool
        Whether entities are made from the names in the relations.
    leave_out : frozenset of (str, int)
        Rows, as file and line, that it is loaded without.
    tables : Tables or None
    dataset : Dataset or None
        What the decisions so far give, before and after the rules; ``None`` until that is
        worked out.
    without, faults : Dataset or None, LoadReport or None
        What is left without the rows in error, where that can be loaded, and those rows.
    """

    files: tuple[tuple[str, bytes], ...]
    intake: Intake | None = None
    is_project: bool | None = None
    project: Project | None = None
    make_entities: bool = False
    leave_out: frozenset[tuple[str, int]] = frozenset()
    tables: Tables | None = None
    dataset: Dataset | None = None
    without: Dataset | None = None
    faults: LoadReport | None = None

    def change_part(self, index: int, part: Part) -> None:
        """Take another decision about one file; what followed from the last is let go."""
        if self.intake is not None:
            self.intake = self.intake.with_part(index, part)
        self.anew()

    def anew(self) -> None:
        """Let go of what followed from earlier decisions."""
        self.leave_out = frozenset()
        self.tables = self.dataset = self.without = self.faults = None


def opening() -> Opening | None:
    """The files on their way in, if there are any."""
    found: Opening | None = st.session_state.get(_KEY)
    return found


def start(files: tuple[tuple[str, bytes], ...]) -> None:
    """Take these files instead of those before; none at all sets everything aside."""
    if files:
        st.session_state[_KEY] = Opening(files)
    else:
        st.session_state.pop(_KEY, None)


def set_aside() -> None:
    """Forget the files and empty the place they were dropped on."""
    st.session_state.pop(_KEY, None)
    st.session_state[_ROUND] = number() + 1


def number() -> int:
    """How often files were set aside: tells the widgets of one lot from those of the next."""
    return int(st.session_state.get(_ROUND, 0))

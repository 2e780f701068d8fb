"""Editing in a session: the case that is worked on, what is open in the inspector, saving.

The data set of ``--data`` becomes a case of this session alone with its first edit. Undo and redo
of edits stand apart from those of the view: one takes back what was done to the data, the other
where one looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st

from graph.editing import Case, Edit, Step, follow, save_folder
from graph.editing.changes import KINDS, Content, RowChange, key_of
from graph.editing.project import write_project
from graph.editing.saving import files_of, renumbered
from graph.errors import ExportError, LongarmError
from graph.exports.tables import zipped
from ui import opened, state, stories

WHO: Final = "edited_by"
"""Session key: who marks rows and writes notes, remembered from one time to the next."""

_PLACE: Final = "data_of_start"
_FORM: Final = "edit_form"
_NUMBER: Final = "edit_form_number"
_TOLD: Final = "edit_told"
_REFUSED: Final = "edit_refused"
_READY: Final = "edit_ready"
_BLOCKED: Final = "edit_save_blocked"


@dataclass(frozen=True)
class Form:
    """A form that stands open in the inspector.

    Attributes
    ----------
    name : str
        ``edit``, ``link``, ``second``, ``mark``, ``delete``, ``entity`` or ``merge``.
    kind : str
        The table of the rows that it is about; blank for none.
    keys : tuple of str
        Those rows.
    number : int
        Tells its widgets from those of the form before.
    """

    name: str
    kind: str = ""
    keys: tuple[str, ...] = ()
    number: int = 0
    given: Mapping[str, str] = field(default_factory=dict)

    def key(self, widget: str) -> str:
        """Session key of one of its widgets."""
        return f"edit_{self.number}_{widget}"

    def value(self, widget: str) -> Any:
        """What one of its widgets holds."""
        return st.session_state.get(self.key(widget))


def started_with(data: str) -> None:
    """Remember the folder of ``--data``, which becomes a case with its first edit."""
    st.session_state[_PLACE] = data


def available() -> bool:
    """Whether the data set on the screen can be edited: there are rows to save it from."""
    if opened.case() is not None or opened.brought() is not None:
        return True
    place = st.session_state.get(_PLACE, "")
    return not opened.is_own() and bool(place) and Path(place).is_dir()


def case() -> Case:
    """The case of this session; where there is none yet, what would become of the data.

    Raises
    ------
    DataError
        When the files cannot be read any more.
    """
    held = opened.case()
    if isinstance(held, Case):
        return held
    brought = opened.brought()
    if brought is not None:
        return Case.of(brought.tables, leave_out=brought.leave_out)
    place = str(st.session_state.get(_PLACE, ""))
    now = opened.stamp(place)
    # Read once for all the steps from opening a form to the first edit.
    ready: tuple[object, Case] | None = st.session_state.get(_READY)
    if ready is None or ready[0] != now:
        ready = (now, Case.open(place))
        st.session_state[_READY] = ready
    return ready[1]


def begun() -> Case | None:
    """The case of this session once something was edited."""
    held = opened.case()
    return held if isinstance(held, Case) else None


def unsaved() -> tuple[str, ...]:
    """In words what is not saved."""
    held = begun()
    return held.unsaved if held else ()


def do(edit: Edit) -> Step | None:
    """Carry out an edit; ``None`` when it was refused, which `refused` then tells."""
    try:
        held = case()
        fresh = held.do(edit)
        if fresh is held:
            st.session_state[_TOLD] = "Nothing changed."
            st.session_state.pop(_REFUSED, None)
            return held.preview(edit)
        step = fresh.last
        _take(held, fresh, step)
    except LongarmError as error:
        st.session_state[_REFUSED] = str(error)
        return None
    return step


def undo() -> None:
    """Take the last edit back."""
    held = begun()
    if held is not None and held.last is not None:
        back = held.last.inverse()
        _attempt(held, held.undo, back)


def redo() -> None:
    """Do the edit again that was taken back last."""
    held = begun()
    if held is not None and held.next is not None:
        _attempt(held, held.redo, held.next)


def _attempt(held: Case, change: Any, step: Step) -> None:
    try:
        _take(held, change(), step)
    except LongarmError as error:
        st.session_state[_REFUSED] = str(error)


def _take(held: Case, fresh: Case, step: Step | None) -> None:
    opened.update_case(fresh)
    for key in (_REFUSED, _BLOCKED, _READY):
        st.session_state.pop(key, None)
    st.session_state[_TOLD] = f"{step.words}. {' '.join(step.told)}".strip() if step else ""
    moved = dict(step.moved) if step else {}
    gone = {kind: dict(_gone(step, kind, fresh.content)) for kind in KINDS} if step else {}
    names = {**gone.get("entities", {}), **moved}
    state.each(lambda one: follow(one, names.items(), links=gone.get("relations")))
    state.forget_drawn()


def _gone(step: Step, kind: str, after: Content) -> Iterator[tuple[str, str]]:
    """Rows that a step took away, each with a blank in its place."""
    for change in step.changes:
        if isinstance(change, RowChange) and change.kind == kind and change.before is not None:
            key = key_of(change.kind, change.before)
            if key not in after.places(change.kind):
                yield key, ""


def told() -> str:
    """What the last edit did, in words."""
    return str(st.session_state.get(_TOLD, ""))


def refused() -> str:
    """Why the last edit was refused; blank when it was not."""
    return str(st.session_state.get(_REFUSED, ""))


def refuse(message: str) -> None:
    """Say why something cannot be done."""
    st.session_state[_REFUSED] = message


def open_form(name: str, kind: str = "", keys: tuple[str, ...] = (), **given: str) -> None:
    """Open a form in the inspector, in place of the one that is open."""
    number = int(st.session_state.get(_NUMBER, 0)) + 1
    st.session_state[_NUMBER] = number
    st.session_state[_FORM] = Form(name, kind, keys, number, given)
    st.session_state.pop(_REFUSED, None)


def form() -> Form | None:
    """The form that stands open."""
    found: Form | None = st.session_state.get(_FORM)
    return found


def close_form() -> None:
    """Close the form; what it holds is let go."""
    st.session_state.pop(_FORM, None)
    st.session_state.pop(_REFUSED, None)


def who() -> str:
    """Who works here, as last given."""
    return str(st.session_state.get(WHO, ""))


def remember_who(name: str) -> None:
    """Remember who works here."""
    st.session_state[WHO] = name.strip()


def today() -> str:
    """The date of a mark that is made now."""
    return date.today().isoformat()  # noqa: DTZ011 - the day where the person sits


def save(*, overwrite: bool = False) -> None:
    """Write the case to its folder; why that failed is told by `refused`."""
    held = begun()
    if held is None:
        return
    st.session_state.pop(_BLOCKED, None)
    try:
        saved = save_folder(held, overwrite=overwrite)
    except ExportError as error:
        st.session_state[_REFUSED] = str(error)
        st.session_state[_BLOCKED] = True
        return
    st.session_state.pop(_REFUSED, None)
    # Rows keep the ids that they have here, so that each step can still be taken back.
    opened.keep_case(saved.case)
    kept = f" The version before is in {saved.previous}." if saved.previous else ""
    st.session_state[_TOLD] = f"Saved in {saved.folder}.{kept}"


def save_blocked() -> bool:
    """Whether a save was refused, so that replacing what is there may be offered."""
    return bool(st.session_state.get(_BLOCKED))


def project_file() -> bytes:
    """The case, the saved views and the screen as a project."""
    return write_project(case(), stories.shelf().work, state.current())


def csv_file() -> bytes:
    """The case as its CSV files in one archive."""
    return zipped(files_of(renumbered(case().content)[0]))

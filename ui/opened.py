"""Which data set this session looks at: that of ``--data``, or one that it opened itself.

The data of ``--data`` are read once and shared by every session. What a session opened on the Data
page belongs to it alone: other sessions go on as they were, and it is let go of when another data
set takes its place or the session ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import streamlit as st

from graph.loading import Dataset, Tables
from graph.store import Store, open_store
from ui import state

_KEY: Final = "opened"
_COUNT: Final = "opened_count"
_FRESH: Final = "opened_fresh"


class Case(Protocol):
    """A data set that is being worked on."""

    @property
    def dataset(self) -> Dataset:
        """The data as they stand, edits included."""


@dataclass(frozen=True)
class Brought:
    """The rows that a data set was made of, for whoever wants to work on them.

    Attributes
    ----------
    tables : Tables
        All rows, under the columns of the schema.
    leave_out : frozenset of (str, int)
        Rows, as file and line, that it was loaded without.
    """

    tables: Tables
    leave_out: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class _Own:
    store: Store
    number: int
    case: Case | None = None
    brought: Brought | None = None
    of_start: bool = False
    """Whether these are the data of ``--data`` with edits of this session."""


def store(data: str) -> Store:
    """The data set of this session.

    Parameters
    ----------
    data : str
        Folder or store file of ``--data``, for a session that has opened none of its own.

    Raises
    ------
    DataError
        When the data of ``--data`` cannot be used.
    """
    own = _own()
    return own.store if own else _shared(data, stamp(data))


def is_own() -> bool:
    """Whether this session has opened a data set itself; editing that of ``--data`` is not that."""
    own = _own()
    return own is not None and not own.of_start


def just_now() -> bool:
    """Whether a data set was opened that has not been drawn yet; told once."""
    return bool(st.session_state.pop(_FRESH, False))


def name() -> str:
    """Name of the data set that this session opened; blank when it looks at ``--data``."""
    own = _own()
    return own.store.name if own and not own.of_start else ""


def case() -> Case | None:
    """The case that this session opened, if it is one."""
    own = _own()
    return own.case if own else None


def brought() -> Brought | None:
    """The rows of the files that this session opened, as long as nobody made a case of them."""
    own = _own()
    return own.brought if own else None


def mark(data: str) -> str:
    """Tells the data sets of a session apart: the path, or a number for one of its own."""
    own = _own()
    return f"opened {own.number}" if own and not own.of_start else data


def open_dataset(dataset: Dataset) -> None:
    """Look at a data set from here on, with a fresh view and history."""
    take(Store.of(dataset))


def take(store: Store, brought: Brought | None = None) -> None:
    """Look at a store that was made for this session from here on."""
    _take(store, None, brought)


def open_case(case: Case) -> None:
    """Look at a case from here on, with a fresh view and history."""
    # The new store first: when it cannot be made, everything stays as it is.
    _take(Store.of(case.dataset), case, None)


def update_case(case: Case) -> None:
    """Look at the same case after an edit; view and history stay."""
    own = _own()
    number = own.number if own else _next_number()
    of_start = own is None or own.of_start
    st.session_state[_KEY] = _Own(Store.of(case.dataset), number, case, of_start=of_start)
    if own:
        own.store.close()


def keep_case(case: Case) -> None:
    """Hold a case whose data are those on the screen: after a save, or before a first edit."""
    own = _own()
    if own is None:
        update_case(case)
    else:
        st.session_state[_KEY] = replace(own, case=case, brought=None)


def close() -> None:
    """Back to the data of ``--data``, with a fresh view and history."""
    own = _own()
    state.start_anew(keep=(_COUNT,))
    if own:
        own.store.close()


def _take(fresh: Store, case: Case | None, brought: Brought | None) -> None:
    close()
    st.session_state[_KEY] = _Own(fresh, _next_number(), case, brought)
    st.session_state[_FRESH] = True
    state.mark_own(fresh.name)


def _own() -> _Own | None:
    found: _Own | None = st.session_state.get(_KEY)
    return found


def _next_number() -> int:
    number = int(st.session_state.get(_COUNT, 0)) + 1
    st.session_state[_COUNT] = number
    return number


@st.cache_resource(show_spinner="Reading the data", max_entries=4)
def _shared(data: str, stamp: tuple[tuple[str, int, int], ...]) -> Store:
    return open_store(data)


def stamp(data: str) -> tuple[tuple[str, int, int], ...]:
    """Tells one state of the files of a data set from another."""
    path = Path(data)
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    found = [(item, item.stat()) for item in files if item.is_file()]
    return tuple((item.name, int(facts.st_mtime_ns), facts.st_size) for item, facts in found)

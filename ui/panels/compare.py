"""Compare: this data with another folder, or two views of it; drawn, tabled, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from graph.compare import Comparison, compare, side_of
from graph.compare.views import story_changes, view_changes
from graph.errors import DataError, LongarmError
from graph.progress import Tick
from graph.store import Store, open_store
from graph.views.story import SavedView, Story, read_story
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.wording import title_of
from ui import state, stories
from ui.long_work import Stopped, stoppable, worked_beside
from ui.panels.compare_outcome import Key, changes_told, outcome, stories_told
from ui.safe import html, md, plain, show

_FOLDER: Final = "With another data folder"
_VIEWS: Final = "Two views of this data"
_MOST_STEPS: Final = 8
_MOST_OPEN: Final = 4

Stamp = tuple[tuple[str, int, int], ...]


@st.dialog("Compare", position="right", width=1000)
def drawer(store: Store) -> None:
    """Choose what is compared; see what was added, removed and changed."""
    with st.container(key="compare", gap="small"):
        st.session_state.setdefault("compare_kind", _FOLDER)
        kind = st.segmented_control(
            "Compare",
            [_FOLDER, _VIEWS],
            key="compare_kind",
            label_visibility="collapsed",
            required=True,
        )
        try:
            found = _folders(store) if kind == _FOLDER else _two_views(store)
            if found is not None:
                outcome(store, *found)
                if kind == _FOLDER:
                    _views_told(store, found[2])
        except Stopped:
            return
        except LongarmError as error:
            st.error(md(str(error)))


# Two data folders.


def _folders(store: Store) -> tuple[Comparison, Key, Store] | None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        text = st.text_input(
            "Path of the other data folder or store file",
            key="compare_path",
            placeholder="/home/me/older-data",
        )
        other_is = st.segmented_control(
            "The other one is",
            ["the earlier", "the later"],
            default="the earlier",
            key="compare_side",
            required=True,
        )
    path = str(text or "").strip()
    if not path:
        st.html(
            "<p class='pg-note'>A folder with <code>entities.csv</code> and "
            "<code>relations.csv</code> on the machine Longarm runs on. It is read and left as "
            "it is.</p>"
        )
        return None
    other = _other(path)
    problems = sum(one.severity != "info" for one in other.report.problems)
    words = "no problems" if not problems else f"{problems} rows or files to look at"
    show(
        html(
            "<p class='pg-note'>{path}: {n} entities, {m} links, {words}.</p>",
            path=path,
            n=f"{other.entity_count:,}",
            m=f"{other.relation_count:,}",
            words=words,
        )
    )
    key = (store.name, store.data_hash, other.name, other.data_hash, other_is)
    earlier = other_is == "the earlier"
    names = (f"{other.name} (other)", f"{store.name} (here)")
    return _compared_folders(key, names, earlier, store, other), key, other


def _other(path: str) -> Store:
    try:
        place = Path(path).expanduser()
        return _opened(str(place), _stamp(place))
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            "This folder cannot be read.", where=path, fix="Check the path, and who may read it."
        ) from error


def _stamp(path: Path) -> Stamp:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    facts = [(one.name, one.stat()) for one in files if one.is_file()]
    return tuple((name, int(fact.st_mtime_ns), fact.st_size) for name, fact in facts)


def _opened(path: str, stamp: Stamp) -> Store:
    key, kept = (path, stamp), _stores()
    if key not in kept:
        fresh = stoppable(
            ("compare_open", *key), lambda _: open_store(path), "Reading the other folder"
        )
        if fresh is None:
            raise Stopped("Reading the other folder was stopped.")
        while len(kept) >= _MOST_OPEN:
            kept.pop(next(iter(kept)), None)
        kept[key] = fresh
    return kept[key]


@st.cache_resource(show_spinner=False)
def _stores() -> dict[tuple[str, Stamp], Store]:
    return {}


def _compared_folders(
    key: Key, names: tuple[str, str], earlier: bool, here: Store, other: Store
) -> Comparison:
    def ask(_: Tick) -> Comparison:
        sides = (side_of(other, name=names[0]), side_of(here, name=names[1]))
        return compare(*sides) if earlier else compare(*reversed(sides))

    return worked_beside(("compare_folders", *key, names), ask, "Comparing")


def _views_told(store: Store, other: Store) -> None:
    """What became of the views beside the data."""
    theirs = _theirs(str(st.session_state.get("compare_path") or ""))
    here, there = (store, stories.shelf().saved), (other, theirs)
    earlier = st.session_state.get("compare_side") == "the earlier"
    before, after = (there, here) if earlier else (here, there)
    if before[1].views or after[1].views:
        stories_told(story_changes(*before, *after))


def _theirs(path: str) -> Story:
    try:
        return read_story(Path(path.strip()).expanduser())
    except (DataError, OSError, RuntimeError, ValueError) as error:
        st.warning(md(str(error)))
        return Story()


# Two views.


def _two_views(store: Store) -> tuple[Comparison, Key, Store] | None:
    choices = _choices(store)
    if len(choices) < 2:
        st.html(
            "<p class='pg-note'>There is one view so far. Save a view, or change what is on the "
            "screen and come back: each step back can be compared.</p>"
        )
        return None
    labels = [label for label, _, _ in choices]
    with st.container(horizontal=True, gap="small"):
        before = st.selectbox("Before", range(len(labels)), 1, format_func=labels.__getitem__)
        after = st.selectbox("After", range(len(labels)), 0, format_func=labels.__getitem__)
    (one, was, old), (other, now, new) = choices[before], choices[after]
    changes_told(view_changes(store, SavedView(*was, old), SavedView(*now, new)), (one, other))
    key = (store.name, store.data_hash, one, old, other, new)
    return _compared_views(key, store), key, store


def _choices(store: Store) -> list[tuple[str, tuple[str, str], ViewState]]:
    """What is on the screen, the steps back from it, then the saved views with name and note."""
    unsaved = ("", "")
    found = [("On the screen now", unsaved, state.current())]
    for steps, past in enumerate(reversed(state.past()[-_MOST_STEPS:]), start=1):
        title = title_of(build_view(store, past), store)
        words = f"{steps} {'step' if steps == 1 else 'steps'} back: {plain(title)}"
        found.append((words, unsaved, past))
    for place, saved in enumerate(stories.shelf().work.views, start=1):
        try:
            usable, _ = stories.usable(store, saved)
        except LongarmError:
            continue
        told = (saved.name, saved.note)
        found.append((f"Saved view {place}: {plain(saved.name)}", told, usable))
    return found


def _compared_views(key: Key, store: Store) -> Comparison:
    *_, one, old, other, new = key
    assert isinstance(old, ViewState) and isinstance(new, ViewState)

    def ask(_: Tick) -> Comparison:
        sides = (
            side_of(build_view(store, view), name=str(name))
            for name, view in ((one, old), (other, new))
        )
        return compare(*sides)

    return worked_beside(("compare_views", *key), ask, "Comparing")

"""Compare: this data with another folder, or two views of it; drawn, tabled, saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from graph.compare import STATE_WORDS, STATES, Comparison, compare, side_of
from graph.comparison_scene import MARK_OF, SIGNS, ComparisonPicture, comparison_picture
from graph.errors import DataError, LongarmError
from graph.exports.comparison_table import comparison_csv, fields_in_words
from graph.exports.raster import render_png
from graph.exports.svg import render_svg
from graph.model import Entity, category_words, type_words
from graph.sentences import status_in_words
from graph.store import Store, open_store
from graph.view import build_view
from graph.viewstate import ViewState
from graph.wording import title_of
from ui import icons, state, stories
from ui.safe import html, md, plain, show

_FOLDER: Final = "With another data folder"
_VIEWS: Final = "Two views of this data"
_MOST_STEPS: Final = 8
_MOST_ROWS: Final = 2_000
_SMALL: Final = 150

Stamp = tuple[tuple[str, int, int], ...]
Key = tuple[object, ...]


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
                _outcome(store, *found)
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


@st.cache_resource(max_entries=4, show_spinner="Reading the other folder")
def _opened(path: str, stamp: Stamp) -> Store:
    return open_store(path)


@st.cache_resource(max_entries=8, show_spinner="Comparing")
def _compared_folders(
    key: Key, names: tuple[str, str], earlier: bool, _here: Store, _other: Store
) -> Comparison:
    sides = (side_of(_other, name=names[0]), side_of(_here, name=names[1]))
    return compare(*sides) if earlier else compare(*reversed(sides))


# Two views.


def _two_views(store: Store) -> tuple[Comparison, Key, Store] | None:
    choices = _choices(store)
    if len(choices) < 2:
        st.html(
            "<p class='pg-note'>There is one view so far. Save a view, or change what is on the "
            "screen and come back: each step back can be compared.</p>"
        )
        return None
    labels = [label for label, _ in choices]
    with st.container(horizontal=True, gap="small"):
        before = st.selectbox("Before", range(len(labels)), 1, format_func=labels.__getitem__)
        after = st.selectbox("After", range(len(labels)), 0, format_func=labels.__getitem__)
    (one, old), (other, new) = choices[before], choices[after]
    key = (store.name, store.data_hash, one, old, other, new)
    return _compared_views(key, store), key, store


def _choices(store: Store) -> list[tuple[str, ViewState]]:
    """What is on the screen, the steps back from it, then the saved views."""
    found = [("On the screen now", state.current())]
    for steps, past in enumerate(reversed(state.past()[-_MOST_STEPS:]), start=1):
        title = title_of(build_view(store, past), store)
        found.append((f"{steps} {'step' if steps == 1 else 'steps'} back: {plain(title)}", past))
    for place, saved in enumerate(stories.shelf().work.views, start=1):
        try:
            usable, _ = stories.usable(store, saved)
        except LongarmError:
            continue
        found.append((f"Saved view {place}: {plain(saved.name)}", usable))
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _compared_views(key: Key, _store: Store) -> Comparison:
    *_, one, old, other, new = key
    assert isinstance(old, ViewState) and isinstance(new, ViewState)
    sides = (
        side_of(build_view(_store, view), name=str(name))
        for name, view in ((one, old), (other, new))
    )
    return compare(*sides)


# What came of it.


def _outcome(store: Store, found: Comparison, key: Key, other: Store) -> None:
    show(_tally(found))
    if found.empty:
        st.html("<p class='pg-note'>Nothing differs: every entity and link is on both sides.</p>")
        return
    _picture(store, found, key, other)
    entities = {row.id: row.entity for row in found.entity_rows}
    numbers = [sum(found.counts[kind][one] for one in STATES[:3]) for kind in found.counts]
    tab_entities, tab_links = st.tabs([f"Entities {numbers[0]}", f"Links {numbers[1]}"])
    with tab_entities:
        _entity_table(found)
    with tab_links:
        _link_table(found, entities)
    st.download_button(
        "Save table",
        lambda: comparison_csv(found, entities),
        file_name="comparison.csv",
        mime="text/csv",
        key="compare_table",
        on_click="ignore",
    )


def _tally(found: Comparison) -> Markup:
    theme = icons.theme()
    cells = Markup("").join(
        html(
            "<th scope='col'><b style='color:{colour}'>{sign}</b> {words}</th>",
            colour=theme.mark(MARK_OF[one]) if one in MARK_OF else theme.muted,
            sign=SIGNS.get(one, ""),
            words=STATE_WORDS[one],
        )
        for one in STATES
    )
    rows = Markup("").join(
        html(
            "<tr><th scope='row'>{kind}</th>{cells}</tr>",
            kind=words,
            cells=Markup("").join(
                html("<td>{n}</td>", n=f"{found.counts[kind][one]:,}") for one in STATES
            ),
        )
        for kind, words in (("entities", "Entities"), ("relations", "Links"))
    )
    return html(
        "<table class='pg-tally'><caption>{before} → {after}</caption><thead><tr><th></th>{cells}"
        "</tr></thead><tbody>{rows}</tbody></table>",
        before=found.before,
        after=found.after,
        cells=cells,
        rows=rows,
    )


def _picture(store: Store, found: Comparison, key: Key, other: Store) -> None:
    everything = st.toggle(
        "Draw what is the same too, pale",
        value=len(found.entity_rows) <= _SMALL,
        key="compare_all",
    )
    with st.spinner("Drawing both sides"):
        drawn, image = _drawn(key, everything, icons.theme_name(), found, store, other)
    if not drawn.drawn:
        return
    counts = found.counts
    told = ", ".join(
        f"{counts['entities'][one]} entities and {counts['relations'][one]} links {one}"
        for one in MARK_OF
    )
    st.image(image, width="stretch", alt=f"Both sides in one drawing: {told}")
    some = "" if drawn.drawn == drawn.total else "; those that differ come first"
    words = f"{drawn.drawn:,} of {drawn.total:,} entities drawn{some}."
    show(html("<p class='pg-note'>{words} {signs}</p>", words=words, signs=_SIGNS_IN_WORDS))


_SIGNS_IN_WORDS: Final = "+ added, − removed, its shape in dashes, ± changed."


@st.cache_resource(max_entries=16, show_spinner=False)
def _drawn(
    key: Key, everything: bool, theme: str, _found: Comparison, _store: Store, _other: Store
) -> tuple[ComparisonPicture, bytes]:
    sources = {**_other.sources(), **_store.sources()}
    drawn = comparison_picture(_found, sources.values(), everything=everything)
    if not drawn.drawn:
        return drawn, b""
    svg = render_svg(drawn.scene, theme=theme, frame=False)
    return drawn, render_png(svg, 2.0 if drawn.drawn <= _SMALL else 1.0)


def _entity_table(found: Comparison) -> None:
    rows = [row for one in STATES[:3] for row in found.entities(one)]
    _table(
        {
            "Change": [f"{SIGNS[row.state]} {STATE_WORDS[row.state]}" for row in rows],
            "Name": [row.entity.label for row in rows],
            "Category": [category_words(row.entity.category) for row in rows],
            "What reads otherwise": [fields_in_words(row.fields) for row in rows],
            "Id": [row.id for row in rows],
        },
        len(rows),
    )


def _link_table(found: Comparison, entities: dict[str, Entity]) -> None:
    rows = [row for one in STATES[:3] for row in found.relations(one)]

    def name(key: str) -> str:
        return entities[key].label if key in entities else key

    _table(
        {
            "Change": [f"{SIGNS[row.state]} {STATE_WORDS[row.state]}" for row in rows],
            "From": [name(row.relation.source) for row in rows],
            "Link": [type_words(row.relation.type) for row in rows],
            "To": [name(row.relation.target) for row in rows],
            "Share": [str(row.relation.share or "") for row in rows],
            "How sure": [status_in_words(row.relation.status) for row in rows],
            "What reads otherwise": [fields_in_words(row.fields) for row in rows],
            "Place in the source": [row.relation.locator for row in rows],
        },
        len(rows),
    )


def _table(columns: dict[str, Sequence[str]], number: int) -> None:
    if not number:
        st.html("<p class='pg-note'>No difference.</p>")
        return
    frame = pd.DataFrame({name: list(cells[:_MOST_ROWS]) for name, cells in columns.items()})
    st.dataframe(frame, hide_index=True, height=min(420, 40 + 35 * len(frame)))
    if number > _MOST_ROWS:
        words = f"{_MOST_ROWS:,} of {number:,} rows; the saved table has all."
        show(html("<p class='pg-note'>{words}</p>", words=words))

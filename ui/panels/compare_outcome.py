"""What came of a comparison: counted, drawn, tabled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from graph.compare import STATE_WORDS, STATES, Comparison, FieldChange
from graph.compare.picture import MARK_OF, SIGNS, ComparisonPicture, comparison_picture
from graph.compare.views import ViewChange
from graph.exports import FORMATS
from graph.exports.comparison_figure import PICTURES, comparison_figure, comparison_stem
from graph.exports.comparison_table import comparison_csv, fields_in_words
from graph.exports.escaping import file_name
from graph.exports.raster import render_png
from graph.exports.svg import render_svg
from graph.model import Entity, Source, category_words, type_words
from graph.store import Store
from graph.wording.sentences import status_in_words
from ui import icons
from ui.long_work import worked_beside
from ui.safe import html, show

_MOST_ROWS: Final = 2_000
_SMALL: Final = 150
_EVERYTHING: Final = "compare_all"
_SPARSE: Final = ("What reads otherwise", "Share")

Key = tuple[object, ...]


def outcome(store: Store, found: Comparison, key: Key, other: Store) -> None:
    """Counts, the picture, the tables, the table as a file."""
    show(_tally(found))
    if found.empty:
        st.html("<p class='pg-note'>Nothing differs: every entity and link is on both sides.</p>")
        return
    _picture(store, found, key, other)
    entities = {row.id: row.entity for row in found.entity_rows}
    sources = {**other.sources(), **store.sources()}
    numbers = [sum(found.counts[kind][one] for one in STATES[:3]) for kind in found.counts]
    same = sum(found.counts[kind]["same"] for kind in found.counts)
    tabs = [f"Entities {numbers[0]:,}", f"Links {numbers[1]:,}", f"Unchanged {same:,}"]
    tab_entities, tab_links, tab_same = st.tabs(tabs, key="compare_tab", on_change="rerun")
    with tab_entities:
        _entity_table(found, STATES[:3])
    with tab_links:
        _link_table(found, entities, sources, STATES[:3])
    with tab_same:
        # Mostly the longest of the tables: worked out when somebody looks.
        if tab_same.open:
            _entity_table(found, ("same",))
            _link_table(found, entities, sources, ("same",))
    _save(store, found, other, entities)


def _save(store: Store, found: Comparison, other: Store, entities: Mapping[str, Entity]) -> None:
    sources = {**other.sources(), **store.sources()}.values()
    everything = bool(st.session_state.get(_EVERYTHING))
    theme = icons.theme_name()
    with st.container(horizontal=True, gap="small", key="compare_save"):
        st.download_button(
            "Save table",
            lambda: comparison_csv(found, entities),
            file_name=file_name(comparison_stem(found), "csv"),
            mime="text/csv",
            key="compare_table",
            on_click="ignore",
        )
        for fmt in PICTURES:
            st.download_button(
                f"Save {fmt.upper()}",
                partial(_figure, found, sources, fmt, theme, everything),
                file_name=file_name(comparison_stem(found), fmt),
                mime=FORMATS[fmt].mime,
                key=f"compare_{fmt}",
                on_click="ignore",
            )


def _figure(
    found: Comparison, sources: Iterable[Source], fmt: str, theme: str, everything: bool
) -> bytes:
    return comparison_figure(found, sources, fmt, theme=theme, everything=everything).data


def changes_told(changes: Sequence[FieldChange], names: tuple[str, str]) -> None:
    """What is called, noted or filtered otherwise in two views."""
    if not changes:
        return
    rows = Markup("").join(
        html(
            "<tr><th scope='row'>{field}</th><td>{before}</td><td>{after}</td></tr>",
            field=one.field,
            before=one.before or "–",
            after=one.after or "–",
        )
        for one in changes
    )
    show(
        html(
            "<table class='pg-targets'><thead><tr><th>Reads otherwise</th><th>{before}</th>"
            "<th>{after}</th></tr></thead><tbody>{rows}</tbody></table>",
            before=names[0],
            after=names[1],
            rows=rows,
        )
    )


def stories_told(changes: Sequence[ViewChange]) -> None:
    """What became of the saved views beside two data folders."""
    rows = [one for one in changes if one.state != "same"]
    same = len(changes) - len(rows)
    show(html("<h3 class='pg-group'>Saved views<span>{n}</span></h3>", n=len(rows)))
    if rows:
        _table(
            {
                "Change": [_change(one.state) for one in rows],
                "View": [one.name for one in rows],
                "What reads otherwise": [fields_in_words(one.fields) for one in rows],
            },
            len(rows),
        )
    words = f"{same:,} {'view is' if same == 1 else 'views are'} the same on both sides."
    show(html("<p class='pg-note'>{words}</p>", words=words))


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
        key=_EVERYTHING,
    )
    theme = icons.theme_name()
    drawn, image = worked_beside(
        ("compare_drawn", *key, everything, theme),
        lambda _: _drawn(everything, theme, found, {**other.sources(), **store.sources()}),
        "Drawing both sides",
    )
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


def _drawn(
    everything: bool, theme: str, found: Comparison, sources: Mapping[str, Source]
) -> tuple[ComparisonPicture, bytes]:
    drawn = comparison_picture(found, sources.values(), everything=everything)
    if not drawn.drawn:
        return drawn, b""
    svg = render_svg(drawn.scene, theme=theme, frame=False)
    return drawn, render_png(svg, 2.0 if drawn.drawn <= _SMALL else 1.0)


def _entity_table(found: Comparison, states: Sequence[str]) -> None:
    rows = [row for one in states for row in found.entities(one)]
    _table(
        {
            "Change": [_change(row.state) for row in rows],
            "Name": [row.entity.label for row in rows],
            "Category": [category_words(row.entity.category) for row in rows],
            "What reads otherwise": [fields_in_words(row.fields) for row in rows],
            "Id": [row.id for row in rows],
        },
        len(rows),
    )


def _link_table(
    found: Comparison,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
    states: Sequence[str],
) -> None:
    rows = [row for one in states for row in found.relations(one)]

    def name(key: str) -> str:
        return entities[key].label if key in entities else key

    _table(
        {
            "Change": [_change(row.state) for row in rows],
            "From": [name(row.relation.source) for row in rows],
            "Link": [type_words(row.relation.type) for row in rows],
            "To": [name(row.relation.target) for row in rows],
            "Share": [str(row.relation.share or "") for row in rows],
            "How sure": [
                status_in_words(row.relation.status, sources.get(row.relation.reference))
                for row in rows
            ],
            "What reads otherwise": [fields_in_words(row.fields) for row in rows],
            "Place in the source": [row.relation.locator for row in rows],
        },
        len(rows),
    )


def _change(state: str) -> str:
    return f"{SIGNS.get(state, '')} {STATE_WORDS[state]}".strip()


def _table(columns: dict[str, Sequence[str]], number: int) -> None:
    if not number:
        st.html("<p class='pg-note'>None.</p>")
        return
    kept = {name: list(cells[:_MOST_ROWS]) for name, cells in columns.items()}
    # What is the same reads nowhere otherwise.
    frame = pd.DataFrame({n: cells for n, cells in kept.items() if any(cells) or n not in _SPARSE})
    st.dataframe(frame, hide_index=True, height=min(420, 40 + 35 * len(frame)))
    if number > _MOST_ROWS:
        words = f"{_MOST_ROWS:,} of {number:,} rows; the saved table has all."
        show(html("<p class='pg-note'>{words}</p>", words=words))

"""A ranked list of paths: a line each; the lit one in sentences, with what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from graph.model import Entity, Relation, Source
from graph.paths import Path, PathAnswer
from graph.paths.words import path_line, path_sentences, path_text, rank_in_words
from graph.store import Store
from graph.views.view import View
from ui import icons
from ui.panels.facts import full_name
from ui.panels.lighting import light_button, lit_tools, section
from ui.safe import html, md, show

_SHOWN = 5


def path_list(store: Store, view: View, answer: PathAnswer, place: str) -> None:
    """Draw the paths of an answer; `place` tells one list on the page from another."""
    ids = {node for path in answer.paths for node in path.nodes}
    entities, sources = store.entities(sorted(ids)), store.sources()
    room = int(st.session_state.get(f"{place}_room", _SHOWN))
    shown = answer.paths[:room]
    total = f"{'' if answer.complete else 'at least '}{answer.total:,}"
    section("Best evidenced first", f"{len(shown):,} of {total}")
    for number, path in enumerate(shown):
        _path(store, view, path, f"{place}_{number}", entities, sources)
    if len(answer.paths) > room:
        st.button("Show more", key=f"{place}_more", on_click=_more, args=(place, room + _SHOWN))
    if answer.note:
        show(html("<p class='pg-note'>{note}</p>", note=answer.note))


def _more(place: str, room: int) -> None:
    st.session_state[f"{place}_room"] = room


def _path(
    store: Store,
    view: View,
    path: Path,
    key: str,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
) -> None:
    ids = [link.id for links in path.steps for link in links]
    with st.container(key=key, gap=None):
        lit = light_button(md(path_line(path, entities)), ids, f"{key}_go")
        show(_rank(path, sources))
        if not lit:
            return
        show(_beads(path, entities, sources))
        with st.popover("Copy with citations", key=f"{key}_copy"):
            st.code(path_text(path, entities, sources), language=None, wrap_lines=True)
        lit_tools(store, view, path, ids, key)


def _rank(path: Path, sources: Mapping[str, Source]) -> Markup:
    return html(
        "<p class='pg-note'><img src='{line}' alt=''> {words}</p>",
        line=icons.line_icon("", path.weakest, icons.theme_name(), directed=False),
        words=rank_in_words(path, sources),
    )


def _beads(path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]) -> Markup:
    """One bead for each entity; the stretch below it in the colour of the link."""
    sentences = path_sentences(path, entities, sources)
    steps = [*zip(sentences, path.steps, strict=True), None]
    beads = []
    for node, step in zip(path.nodes, steps, strict=True):
        said, colour = Markup(""), "transparent"
        if step is not None:
            sentence, links = step
            colour = icons.theme().group(links[0].group)
            words = f"{sentence}{_beside(links[1:])}"
            said = html("<div class='pg-ev'>{words}</div>", words=words)
        entity = entities.get(node)
        beads.append(
            html(
                "<li style='--bead:{colour}'><img src='{icon}' alt=''><b>{name}</b>{said}</li>",
                colour=colour,
                icon=icons.category_icon(entity.category if entity else "", icons.theme_name()),
                name=full_name(entity) if entity else node,
                said=said,
            )
        )
    return html("<ol class='pg-beads'>{beads}</ol>", beads=Markup("").join(beads))


def _beside(links: Sequence[Relation]) -> str:
    if not links:
        return ""
    return f" {len(links)} more {'link ties' if len(links) == 1 else 'links tie'} these two."

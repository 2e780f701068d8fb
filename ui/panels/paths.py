"""Paths from the selected entity to another: ranked, in sentences to copy, lit on the canvas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.model import Entity, Relation, Source
from graph.ownership_words import chain_names
from graph.paths import MAX_HOPS, Path, PathAnswer
from graph.store import Store
from graph.view import View
from graph.wording import relation_sentence, status_in_words
from ui import icons, state
from ui.panels.lighting import light_button, lit_tools, refused, section
from ui.panels.path_options import options_panel, path_options, set_option
from ui.questions import paths_between
from ui.safe import html, md, show

_SHOWN = 5
_MOST = 10
_HITS = 6
_TO = "path_to"
_NATURE = ("ownership or control throughout", "other ties on it", "partly mere association")


def paths_panel(store: Store, view: View, selected: tuple[str, ...]) -> None:
    """Fill the Paths tab: from the first selected entity to the last, or to one that is chosen."""
    start = selected[0]
    if len(selected) > 1:
        end: str | None = selected[-1]
    else:
        end = st.session_state.get(_TO)
        end = _choose_end(store, start, end)
    options_panel(store)
    if end is None:
        return
    try:
        options = path_options()
        answer = paths_between(store, start, end, options, state.current(), _MOST)
    except LongarmError as error:
        refused(error)
        return
    _answer(store, view, start, end, answer)


def _choose_end(store: Store, start: str, end: str | None) -> str | None:
    found = store.entities([end]) if end and end != start else {}
    if end in found:
        with st.container(horizontal=True, gap="small", key="path_end"):
            show(html("<p class='pg-body'>To <b>{name}</b></p>", name=found[end].label))
            st.button("Another", key="path_another", type="tertiary", on_click=_end, args=(None,))
        return end
    st.text_input(
        "Paths to",
        key="path_search",
        placeholder="Find the other end",
        type="search",
        live="200ms",
        icon=":material/search:",
    )
    text = str(st.session_state.get("path_search") or "").strip()
    if not text:
        st.html("<p class='pg-note'>Choose the other end: a name, an office or a holder.</p>")
        return None
    hits = store.search(text, limit=_HITS)
    for hit in hits.results:
        if hit.id != start:
            icon = icons.icon_md(icons.category_icon(hit.category, icons.theme_name()))
            st.button(
                f"{icon} {md(hit.label)}",
                key=f"path_hit_{hit.id}",
                type="tertiary",
                on_click=_end,
                args=(hit.id,),
            )
    if not hits.results:
        show(html("<p class='pg-note'>No entity matches “{text}”.</p>", text=text))
    elif hits.total > len(hits.results):
        show(
            html(
                "<p class='pg-note'>{n} of {total:,} hits</p>",
                n=len(hits.results),
                total=hits.total,
            )
        )
    return None


def _end(entity_id: str | None) -> None:
    st.session_state[_TO] = entity_id
    st.session_state["path_search"] = ""


def _answer(store: Store, view: View, start: str, end: str, answer: PathAnswer) -> None:
    ids = {start, end, *(node for path in answer.paths for node in path.nodes)}
    entities, sources = store.entities(sorted(ids)), store.sources()
    if not answer.paths:
        _no_path(entities, start, end)
        return
    room = int(st.session_state.get("path_room", _SHOWN))
    shown = answer.paths[:room]
    total = f"{'' if answer.complete else 'at least '}{answer.total:,}"
    section("Paths, best evidenced first", f"{len(shown):,} of {total}")
    for place, path in enumerate(shown):
        _path(store, view, path, place, entities, sources)
    if len(answer.paths) > room:
        st.button("Show more", key="path_more", on_click=_more, args=(room + _SHOWN,))
    if answer.note:
        show(html("<p class='pg-note'>{note}</p>", note=answer.note))
    st.html(
        "<p class='pg-note'>Ranked by the least certain step, then by the nature of the links "
        "(ownership and control before other ties before mere association), then by length, then "
        "by the number of sources.</p>"
    )


def _more(room: int) -> None:
    st.session_state["path_room"] = room


def _no_path(entities: Mapping[str, Entity], start: str, end: str) -> None:
    now = path_options()
    show(
        html(
            "<p class='pg-note'>No path of at most {n} steps leads from {start} to {end}{how}.</p>",
            n=now.max_hops,
            start=entities[start].label,
            end=entities[end].label,
            how=" along the arrows" if now.directed else "",
        )
    )
    if now.max_hops < MAX_HOPS:
        more = min(MAX_HOPS, now.max_hops + 2)
        st.button(f"Allow {more}", key="path_allow", on_click=set_option, kwargs={"max_hops": more})
    if now.directed:
        st.button(
            "Against the arrows too",
            key="path_undirected",
            on_click=set_option,
            kwargs={"directed": False},
        )


def _path(
    store: Store,
    view: View,
    path: Path,
    place: int,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
) -> None:
    ids = [link.id for link in path.relations]
    with st.container(key=f"path_{place}", gap=None):
        lit = light_button(md(chain_names(path.nodes, entities)), ids, f"path_go_{place}")
        show(_meta(path, sources))
        if not lit:
            return
        show(_beads(path, entities, sources))
        with st.popover("Copy with citations", key=f"path_copy_{place}"):
            st.code(path_text(path, entities, sources), language=None, wrap_lines=True)
        lit_tools(store, view, path, ids, f"path_{place}")


def _meta(path: Path, sources: Mapping[str, Source]) -> Markup:
    weakest = max(path.relations, key=lambda link: link.status == path.weakest)
    return html(
        "<p class='pg-note'>{n} {steps} · least certain step: <img src='{line}' alt=''> <b>{least}"
        "</b> · {nature}</p>",
        n=path.length,
        steps="step" if path.length == 1 else "steps",
        line=icons.line_icon("", path.weakest, icons.theme_name(), directed=False),
        least=status_in_words(path.weakest, sources.get(weakest.reference)),
        nature=_NATURE[path.nature],
    )


def _sentences(
    path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> list[str]:
    """Each step in words, read along the path."""
    return [
        relation_sentence(link, entities, sources, inverse=link.source != near)
        for near, link in zip(path.nodes, path.relations, strict=False)
    ]


def path_text(path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]) -> str:
    """The path as numbered sentences with citations, to be copied into a text."""
    lines = _sentences(path, entities, sources)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _beads(path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]) -> Markup:
    """One bead for each entity; the stretch below it in the colour of the link."""
    steps = [*zip(_sentences(path, entities, sources), path.relations, path.steps, strict=True)]
    beads = []
    for place, node in enumerate(path.nodes):
        said = ""
        colour = "transparent"
        if place < len(steps):
            sentence, link, all_links = steps[place]
            colour = icons.theme().group(link.group)
            said = html(
                "<div class='pg-ev'>{n}. {sentence}{more}</div>",
                n=place + 1,
                sentence=sentence,
                more=_beside(all_links[1:]),
            )
        entity = entities.get(node)
        beads.append(
            html(
                "<li style='--bead:{colour}'><img src='{icon}' alt=''><b>{name}</b>{said}</li>",
                colour=colour,
                icon=icons.category_icon(entity.category if entity else "", icons.theme_name()),
                name=entity.label if entity else node,
                said=said,
            )
        )
    return html("<ol class='pg-beads'>{beads}</ol>", beads=Markup("").join(beads))


def _beside(links: Sequence[Relation]) -> str:
    if not links:
        return ""
    return f" {len(links)} more {'link ties' if len(links) == 1 else 'links tie'} these two."

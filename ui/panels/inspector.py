"""Inspector: everything the data says about the selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from graph.model import (
    RELATION_GROUPS,
    STATUSES,
    Entity,
    Relation,
    Source,
    category_words,
    type_words,
    words_of,
)
from graph.store import Store
from graph.views.view import View
from graph.wording import relation_sentence, second_line
from ui import icons, state
from ui.panels.casework_notes import entity_notes
from ui.panels.casework_reading import open_button
from ui.panels.dependents import dependents_block
from ui.panels.editing import editing_bar, review_line
from ui.panels.facts import (
    OWN_COLUMNS,
    entity_button,
    link_facts,
    locator_html,
    sentence_html,
    source_block,
    value_html,
)
from ui.panels.ownership import ownership_panel
from ui.panels.paths import paths_panel
from ui.safe import html, show

TAB = "inspector_tab"
"""Session key: the open tab, which outlives the choice of another entity."""

_TABS = ("Links", "Owners", "Paths", "Source")
_TAB_WIDGET = "inspector_tabs"
_HOOKS = {"Links": "links", "Owners": "ownership", "Paths": "paths", "Source": "source"}
_PAGE = 25
_OWNERS = ("ownership", "Choose an entity to see its owners.")
_PATHS = ("paths", "Choose one to find paths from it, or two for the paths between them.")


def inspector_panel(store: Store, view: View) -> None:
    """Draw what is known of the selection, or how to make one."""
    present = view.state
    if len(present.emphasis) == 1 and not present.selection:
        relations = store.relations(present.emphasis)
        if relations:
            _link_card(store, view, next(iter(relations.values())))
            _hints(_OWNERS, _PATHS)
            return
    if not present.selection:
        _nothing_selected()
        editing_bar(store, "", ())
    elif len(present.selection) > 1:
        _several(store, view, present.selection)
    else:
        found = store.entities(present.selection)
        if found:
            _entity_card(store, view, found[present.selection[0]])
        else:
            _nothing_selected()
            editing_bar(store, "", ())


def _nothing_selected() -> None:
    st.html(
        "<div class='pg-nothing'></div><h2 class='pg-title'>Choose a person or body</h2>"
        "<p class='pg-note'>Click one in the drawing, or press <kbd>Tab</kbd> into the list of "
        "names and walk it with the arrow keys. <kbd>/</kbd> leads from there to the search, "
        "<kbd>Ctrl</kbd> <kbd>K</kbd> from anywhere.</p>"
        "<p class='pg-note'>A click on a line shows what it rests on. A double-click adds "
        "neighbours that are not drawn yet. Drag moves; the wheel zooms.</p>"
    )
    _hints(_OWNERS, _PATHS)


def _hints(*hints: tuple[str, str]) -> None:
    """What stands where an answer will stand: its container is on the page from the start."""
    for hook, words in hints:
        with st.container(key=hook, gap=None):
            show(html("<p class='pg-note'>{words}</p>", words=words))


def _several(store: Store, view: View, ids: Sequence[str]) -> None:
    entities = store.entities(ids)
    show(html("<h2 class='pg-title'>{n} selected</h2>", n=len(ids)))
    for entity_id in ids:
        if entity_id in entities:
            entity_button(entities[entity_id], f"several_{entity_id}")
    editing_bar(store, "entities", tuple(ids))
    links = store.links_among(ids)
    show(
        html(
            "<p class='pg-note'>{n} {word} between them.</p>",
            n=len(links),
            word="link" if len(links) == 1 else "links",
        )
    )
    ends = store.entities({end for link in links for end in (link.source, link.target)})
    for link in links:
        show(sentence_html(link, ends, store.sources()))
    with st.container(key="paths", gap="small"):
        paths_panel(store, view, tuple(ids))
    _hints(("ownership", "Choose one alone to see its owners."))


def _entity_card(store: Store, view: View, entity: Entity) -> None:
    sources = store.sources()
    _head(entity, sources)
    review_line(entity.extra)
    editing_bar(store, "entities", (entity.id,))
    entity_notes(store, entity)
    links = store.links_of([entity.id])
    if entity.id not in view.graph:
        _not_drawn(view, entity)
    elif view.state.focus != (entity.id,):
        st.button(
            "Only this and its neighbours",
            key="focus_here",
            icon=":material/adjust:",
            on_click=state.change,
            kwargs={"focus": (entity.id,), "hops": 1, "expanded": (), "only": None},
        )
    with st.container(key="inspector_body"):
        names = {"Links": f"Links {len(links)}"} | {name: name for name in _TABS[1:]}
        st.session_state[_TAB_WIDGET] = names[_open_tab()]
        tabs = st.tabs(list(names.values()), key=_TAB_WIDGET, on_change=_tab_opened, args=(names,))
        for name, tab in zip(names, tabs, strict=True):
            # The containers stay on the page; what is in them is worked out when it is looked at.
            with tab, st.container(key=_HOOKS[name], gap="small"):
                if not tab.open:
                    st.html("<p class='pg-note'>Worked out when it is opened.</p>")
                    continue
                if name == "Links":
                    _links(store, view, entity, links, sources)
                elif name == "Owners":
                    ownership_panel(store, view, entity)
                elif name == "Paths":
                    paths_panel(store, view, (entity.id,))
                else:
                    _details(entity, sources)


def _open_tab() -> str:
    name = st.session_state.get(TAB, _TABS[0])
    return name if name in _TABS else _TABS[0]


def _tab_opened(names: Mapping[str, str]) -> None:
    words = st.session_state[_TAB_WIDGET]
    st.session_state[TAB] = next(name for name, label in names.items() if label == words)


def _head(entity: Entity, sources: Mapping[str, Source]) -> None:
    kicker = category_words(entity.category)
    if entity.country:
        kicker += f" · {entity.country}"
    second = second_line(entity)
    show(
        html(
            "<div class='pg-head'><div class='pg-kicker'><img src='{icon}' alt=''> {kicker}</div>"
            "<h2 class='pg-title'>{label}</h2>{second}{description}</div>",
            icon=icons.category_icon(entity.category, icons.theme_name()),
            kicker=kicker,
            label=entity.label,
            second=html("<p class='pg-second'>{text}</p>", text=second) if second else "",
            description=html(
                "<p class='pg-body'>{text} {mark}</p>",
                text=entity.description,
                mark=locator_html(entity.reference, entity.locator, sources),
            )
            if entity.description
            else "",
        )
    )


def _not_drawn(view: View, entity: Entity) -> None:
    hidden = entity.id in view.universe
    why = (
        "Not in the drawing: a filter hides it."
        if hidden
        else "Not in the drawing: it lies outside the steps around the focus."
    )
    show(html("<p class='pg-warn'>{why}</p>", why=why))
    st.button(
        "Show all" if hidden else "Start from here",
        key="bring_in",
        on_click=_bring_in,
        args=(entity.id, hidden),
    )


def _bring_in(entity_id: str, hidden: bool) -> None:
    present = state.current()
    if hidden:
        state.push(present.without_filters())
    else:
        state.push(present.without_filters().with_(focus=(entity_id,), expanded=()))


def _links(
    store: Store,
    view: View,
    entity: Entity,
    links: Sequence[Relation],
    sources: Mapping[str, Source],
) -> None:
    if not links:
        st.html("<p class='pg-note'>No link is recorded.</p>")
        return
    ends = store.entities({end for link in links for end in (link.source, link.target)})
    room = int(st.session_state.get(f"room_{entity.id}", _PAGE))
    drawn = 0
    on_canvas = _edge_keys(view)
    for group in _group_order(links):
        members = [link for link in links if link.group == group]
        _group_head(group, members, entity.id)
        for link in sorted(members, key=lambda item: _link_order(item, entity.id, ends)):
            if drawn >= room:
                break
            _link_row(link, entity.id, ends, sources, drawn=link.id in on_canvas)
            drawn += 1
    if drawn < len(links):
        st.button(
            f"{drawn} of {len(links)} links listed. Show more",
            key="more_links",
            on_click=_more_room,
            args=(entity.id, room + 4 * _PAGE),
        )


def _more_room(entity_id: str, room: int) -> None:
    st.session_state[f"room_{entity_id}"] = room


def _edge_keys(view: View) -> set[str]:
    return {key for _, _, key in view.graph.edges(keys=True)}


def _group_order(links: Sequence[Relation]) -> list[str]:
    present = {link.group for link in links}
    known = [group for group in RELATION_GROUPS if group in present]
    return known + sorted(present.difference(known))


def _link_order(
    link: Relation, centre: str, ends: Mapping[str, Entity]
) -> tuple[bool, int, str, int]:
    other = link.target if link.source == centre else link.source
    return link.source == centre, STATUSES.index(link.status), ends[other].label, link.row


def _group_head(group: str, links: Sequence[Relation], centre: str) -> None:
    both = sum(not link.directed for link in links)
    out = sum(link.directed and link.source == centre for link in links)
    into = len(links) - out - both
    parts = [f"{n} {word}" for n, word in ((into, "in"), (out, "out"), (both, "between")) if n]
    show(
        html(
            "<h3 class='pg-group' style='color:{color}'>{words}<span>{counts}</span></h3>",
            color=icons.theme().tone(f"group:{group}"),
            words=words_of(group),
            counts=" · ".join(parts),
        )
    )


def _link_row(
    link: Relation,
    centre: str,
    ends: Mapping[str, Entity],
    sources: Mapping[str, Source],
    *,
    drawn: bool,
) -> None:
    outward = link.source == centre
    other = ends[link.target if outward else link.source]
    arrow = "↔" if not link.directed else "→" if outward else "←"
    entity_button(other, f"go_{link.id}", arrow)
    show(link_facts(link, sources, inverse=not outward, drawn=drawn))


def _details(entity: Entity, sources: Mapping[str, Source]) -> None:
    rows: list[tuple[str, str]] = [("Id", entity.id)]
    if entity.aliases:
        rows.append(("Also called", "; ".join(entity.aliases)))
    if entity.holder:
        rows.append(
            (
                "Holder",
                f"{entity.holder} ({entity.holder_tense})"
                if entity.holder_tense
                else entity.holder,
            )
        )
    if entity.country:
        rows.append(("Country", entity.country))
    if entity.row:
        rows.append(("Row", f"entities.csv, line {entity.row}"))
    rows += [
        (words_of(key), value) for key, value in entity.extra.items() if key not in OWN_COLUMNS
    ]
    body = Markup("").join(
        html("<dt>{name}</dt><dd>{value}</dd>", name=name, value=value_html(value))
        for name, value in rows
    )
    show(html("<dl class='pg-dl'>{body}</dl>", body=body))
    show(source_block(entity.reference, entity.locator, sources))


def _link_card(store: Store, view: View, link: Relation) -> None:
    sources = store.sources()
    ends = store.entities([link.source, link.target])
    show(
        html(
            "<div class='pg-kicker'><img src='{icon}' alt=''> {group}</div>"
            "<h2 class='pg-title'>{verb}</h2>",
            icon=icons.line_icon(link.group, link.status, icons.theme_name(), link.directed),
            group=words_of(link.group),
            verb=words_of(type_words(link.type)),
        )
    )
    entity_button(ends[link.source], "card_source", "From" if link.directed else "")
    entity_button(ends[link.target], "card_target", "To" if link.directed else "")
    review_line(link.extra)
    editing_bar(store, "relations", (link.id,))
    show(link_facts(link, sources, inverse=False))
    show(source_block(link.reference, link.locator, sources))
    open_button(store, link.reference, link.locator)
    st.code(relation_sentence(link, ends, sources), language=None, wrap_lines=True)
    show(html("<p class='pg-note'>relations.csv, line {row}</p>", row=link.row))
    with st.container(key="dependents", gap="small"):
        dependents_block(store, view, link)

"""One sanctions rule: what it says, then everybody downstream by what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.exports.sanction_table import step_evidence, step_in_words
from graph.model import Entity, Source
from graph.sanctions import (
    DISCLAIMER,
    OUTCOME_WORDS,
    BlockingChain,
    BlockingStep,
    Rule,
    Verdict,
    WhatIf,
)
from graph.store import Store
from graph.views.view import build_view
from graph.views.visibility import links_in
from graph.wording import main_source, name_of, relation_sentence, status_in_words
from ui import icons, state
from ui.panels.facts import locator_html
from ui.panels.lighting import draw_alone
from ui.safe import html, md, show, web_link

_SIGNS: Final[Mapping[str, str]] = {
    "certain": "●",
    "possible": "◐",
    "undeterminable": "?",
    "clear": "○",
}
_ROOM: Final = 20

Entities = Mapping[str, Entity]
Sources = Mapping[str, Source]


def rule_column(store: Store, answer: WhatIf, entities: Entities) -> None:
    """One rule: what it says, then everybody downstream by what comes of them."""
    show(_rule(answer.rule))
    for number, (outcome, words, verdicts) in enumerate(answer.groups):
        show(
            html(
                "<h4 class='pg-outcome pg-{kind}'><i>{sign}</i>{words}<span>{n}</span></h4>",
                kind=outcome,
                sign=_SIGNS[outcome],
                words=words,
                n=len(verdicts),
            )
        )
        room_key = f"room_{answer.rule.key}_{outcome}_{number}"
        room = int(st.session_state.get(room_key, _ROOM))
        for verdict in verdicts[:room]:
            _verdict(store, answer.rule.key, verdict, entities)
        if len(verdicts) > room:
            st.button(
                f"{room} of {len(verdicts)} listed. Show more",
                key=f"{room_key}_more",
                type="tertiary",
                on_click=_more,
                args=(room_key, room + 5 * _ROOM),
            )


def _more(key: str, room: int) -> None:
    st.session_state[key] = room


def _rule(rule: Rule) -> Markup:
    sources = Markup(" · ").join(_citation(one.title, one.date, one.url) for one in rule.sources)
    return html(
        "<div class='pg-rule'><h3>{name}</h3><p>{text}</p><p class='pg-note'>{sources}. "
        "<b>{disclaimer}</b></p></div>",
        name=rule.name,
        text=rule.text,
        sources=sources,
        disclaimer=DISCLAIMER,
    )


def _citation(title: str, date: str, url: str) -> Markup:
    address = web_link(url)
    if address is None:
        return html("{title}, {date}", title=title, date=date)
    return html(
        "<a href='{url}' target='_blank' rel='noopener noreferrer'>{title}</a>, {date}",
        url=address,
        title=title,
        date=date,
    )


def _verdict(store: Store, rule: str, verdict: Verdict, entities: Entities) -> None:
    sources = store.sources()
    with st.container(key=f"verdict_{rule}_{verdict.id}", gap=None):
        _select_button(verdict.id, entities, f"go_{rule}_{verdict.id}")
        show(
            html(
                "<p class='pg-body'>{reason}</p>{facts}",
                reason=verdict.reason,
                facts=_facts(store, verdict, entities),
            )
        )
        for number, chain in enumerate(verdict.chains):
            _chain(store, chain, entities, f"{rule}_{verdict.id}_{number}")
        if not verdict.chains and verdict.holders:
            steps = Markup("").join(_step(one, entities, sources) for one in verdict.holders)
            show(html("<ol class='pg-list'>{steps}</ol>", steps=steps))
        if verdict.chains_total > len(verdict.chains):
            words = f"{len(verdict.chains)} of {verdict.chains_total} chains"
            show(html("<p class='pg-note'>{words}</p>", words=words))


def _facts(store: Store, verdict: Verdict, entities: Entities) -> Markup:
    sources, main = store.sources(), main_source(store)
    lines: list[Markup | str] = []
    if verdict.weakest:
        lines.append(f"Least certain step: {status_in_words(verdict.weakest, main)}")
    if verdict.on_stated != verdict.outcome:
        alone = OUTCOME_WORDS.get(verdict.on_stated, "no link leads there")
        says = status_in_words("stated", main)
        lines.append(f"By what {says} alone: {alone[:1].lower()}{alone[1:]}")
    lines += [
        html(
            "Size unknown: {sentence}",
            sentence=relation_sentence(link, entities, sources),
        )
        for link in verdict.unknown
    ]
    lines += verdict.notes
    items = Markup("").join(html("<li>{line}</li>", line=line) for line in lines)
    return html("<ul class='pg-list'>{items}</ul>", items=items)


def _chain(store: Store, chain: BlockingChain, entities: Entities, key: str) -> None:
    names = " → ".join(md(named(one, entities)) for one in chain.nodes)
    with st.container(key=f"links_{key}", gap=None):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if st.button(
                names,
                key=f"light_{key}",
                type="tertiary",
                help="Light this chain in the drawing",
            ):
                show_links(store, chain.nodes, [link.id for link in chain.relations], alone=False)
                st.rerun()
            if st.button("Show on canvas", key=f"alone_{key}", help="Only this chain"):
                show_links(store, chain.nodes, [link.id for link in chain.relations], alone=True)
                st.rerun()
        sources = store.sources()
        steps = Markup("").join(_step(step, entities, sources) for step in chain.steps)
        show(html("<ol class='pg-list'>{steps}</ol>", steps=steps))


def _step(step: BlockingStep, entities: Entities, sources: Sources) -> Markup:
    status, _ = step_evidence(step, sources)
    places = Markup(", ").join(
        dict.fromkeys(
            locator_html(link.reference, link.locator, sources) for link in step.relations
        )
    )
    return html(
        "<li>{owner} → {owned}: {share}, {status} {places}</li>",
        owner=named(step.owner, entities),
        owned=named(step.owned, entities),
        share=step_in_words(step),
        status=status,
        places=places,
    )


def show_links(
    store: Store, nodes: Sequence[str], relations: Sequence[str], *, alone: bool
) -> None:
    """Light links on the canvas; filters that hide them are taken off.

    With `alone` the view is narrowed to the entities on the way, without moving anything.
    """
    wanted = set(relations)
    now = state.current()
    for view_state in (now, now.without_filters()):
        drawn = {link.id for link in links_in(build_view(store, view_state).graph)}
        if wanted <= drawn:
            only = tuple(nodes) if alone else view_state.only
            state.push(view_state.with_(emphasis=tuple(relations), only=only, selection=()))
            return
    draw_alone(tuple(nodes), tuple(relations))


def _select_button(key: str, entities: Entities, button: str) -> None:
    entity = entities.get(key)
    icon = icons.icon_md(icons.category_icon(entity.category if entity else "", icons.theme_name()))
    label = entity.label if entity else key
    if st.button(f"{icon} {md(label)}", key=button, type="tertiary", help="Select it"):
        state.change(selection=(key,), emphasis=())
        st.rerun()


def named(key: str, entities: Entities) -> str:
    """A name in a sentence; the id where the data give none."""
    return name_of(entities[key]) if key in entities else key

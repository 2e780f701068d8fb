"""Owners and holdings of the selected entity: a sentence, chains, bars, everyone with a share."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.errors import LongarmError
from graph.model import Entity, Relation
from graph.ownership import Sheet, Stake
from graph.ownership.words import (
    chain_names,
    chains_to_the_end,
    footnotes,
    percent,
    reading_of,
    stated_in_words,
)
from graph.store import Store
from graph.views.filters import link_test
from graph.views.view import View
from ui import state
from ui.long_work import Stopped
from ui.panels.facts import entity_button
from ui.panels.lighting import keep, light_button, lit_tools, refused, section, show_lit
from ui.panels.ownership_choices import choices, stated_alone
from ui.panels.ownership_loops import named_loops
from ui.panels.ownership_parts import (
    Ownership,
    accounted_for,
    chain_result,
    chain_steps,
    chain_words,
    number,
    stake_bar,
    tags,
    tell_warnings,
)
from ui.panels.ownership_sheet import ownership_dialog
from ui.questions import chosen_statuses, ownership_of, what_counts
from ui.safe import html, md, show

_CHAINS = 6
_STAKES = 8
_NAMES = 4
_IN_LAYERS = 150
_TIES = frozenset({"ownership", "control"})


def ownership_panel(store: Store, view: View, entity: Entity) -> None:
    """Fill the Owners tab of an entity."""
    try:
        own = asked(store, view, entity)
    except Stopped:
        return
    except LongarmError as error:
        refused(error)
        return
    show(html("<p class='pg-lead'>{text}</p>", text=own.sentence(own.up)))
    choices(own, "tab")
    if own.up.stakes or own.down.stakes:
        _buttons(own)
    if own.up.stakes:
        _chains(own)
        warnings_and_loops(own, own.up)
        accounted_for(own, width=272)
        _stakes(own, own.up, "Owners")
    if own.up.stakes or own.up.controllers or own.up.possible_controllers:
        _controllers(own)
    if own.down.stakes:
        _stakes(own, own.down, "Holdings")
        show(html("<p class='pg-note'>{text}</p>", text=own.sentence(own.down)))
        if not own.up.stakes:
            warnings_and_loops(own, own.down)
    _controlled(own)
    with st.expander("How these numbers come about"):
        for note in footnotes(own.up if own.up.stakes else own.down, own.entities):
            show(html("<p class='pg-note'>{note}</p>", note=note))


def asked(store: Store, view: View, entity: Entity) -> Ownership:
    """Everything there is to say of an entity, under the choices made.

    Raises
    ------
    LongarmError
        When too much would have to be walked.
    """
    now = state.current()
    alone = stated_alone()
    up = ownership_of(store, entity.id, now, up=True, stated=alone)
    down = ownership_of(store, entity.id, now, up=False, stated=alone)
    return Ownership.of(store, view, entity, up, down, chosen_statuses(now))


def _buttons(own: Ownership) -> None:
    with st.container(horizontal=True, gap="small", key="own_open"):
        if st.button("Open the sheet", key="own_sheet"):
            ownership_dialog(own)
        st.button(
            "Ownership layout",
            key="own_layout",
            help="Draws owners above what they own, with the shares on the links.",
            on_click=ownership_layout,
            args=(own.entity.id, own.everyone),
        )


def _chains(own: Ownership) -> None:
    chains = chains_to_the_end(own.up)
    room = int(st.session_state.get("own_chain_room", _CHAINS))
    shown = chains[:room]
    section("Chains up to the top", chain_words(own.up, len(shown)))
    for place, chain in enumerate(shown):
        ids = [link.id for step in chain.steps for link in step.relations]
        with st.container(key=f"chain_{place}", gap=None):
            names = md(chain_names(chain.nodes, own.entities))
            lit = light_button(names, ids, f"chain_go_{place}")
            show(chain_steps(own, chain))
            show(chain_result(own, chain))
            if lit:
                lit_tools(own.store, own.view, chain, ids, f"chain_{place}")
    if len(chains) > room:
        st.button(
            f"{room} of {len(chains)} chains listed. Show more",
            key="own_more_chains",
            on_click=_more,
            args=("own_chain_room", room + 4 * _CHAINS),
        )


def _more(key: str, room: int) -> None:
    st.session_state[key] = room


def warnings_and_loops(own: Ownership, sheet: Sheet) -> None:
    """What does not add up, and loops by name; a loop can be lit."""
    tell_warnings(own, sheet)
    named_loops(own, sheet)


def _ties_among(store: Store, ids: Sequence[str], statuses: Sequence[str]) -> list[Relation]:
    return [
        link
        for link in store.links_among(ids)
        if link.group in _TIES and link.status in {*statuses, "stated"}
    ]


def _stakes(own: Ownership, sheet: Sheet, title: str) -> None:
    key = f"own_room_{sheet.direction}"
    room = int(st.session_state.get(key, _STAKES))
    section(title, f"{min(room, len(sheet.stakes)):,} of {len(sheet.stakes):,}")
    for stake in sheet.stakes[:room]:
        _stake(own, sheet, stake)
    if len(sheet.stakes) > room:
        st.button(
            "Show more",
            key=f"{key}_more",
            on_click=_more,
            args=(key, room + 4 * _STAKES),
        )


def _stake(own: Ownership, sheet: Sheet, stake: Stake) -> None:
    with st.container(key=f"stake_{sheet.direction}_{stake.id}", gap=None):
        entity_button(own.entities[stake.id], f"stake_go_{sheet.direction}_{stake.id}")
        beside = ""
        if set(sheet.statuses) != {"stated"}:
            beside = f"{own.stated_words()}: {stated_in_words(stake)}"
        show(
            html(
                "<div class='pg-link'>{number}<div class='pg-meta'>{reading}</div>{bar}"
                "<div class='pg-ev'>{beside}</div><div class='pg-ev'>{tags}</div></div>",
                number=number(own, stake),
                reading=reading_of(stake.share, sheet.threshold),
                bar=stake_bar(stake, sheet, 220),
                beside=beside,
                tags=tags(stake, sheet),
            )
        )


def _controllers(own: Ownership) -> None:
    sheet = own.up
    section("Control", f"more than {percent(sheet.threshold)}")
    if not sheet.controllers and not sheet.possible_controllers:
        show(
            html(
                "<p class='pg-note'>Nobody in the data controls {name} by its shares.</p>",
                name=own.name,
            )
        )
        return
    for certain, ids in ((True, sheet.controllers), (False, sheet.possible_controllers)):
        for one in ids[:_NAMES]:
            st.button(
                f"{'Certain' if certain else 'Possible'}: {md(own.name_of(one))}. "
                "Light what it controls",
                key=f"own_group_{one}",
                type="tertiary",
                on_click=light_group,
                args=(own.store, one, certain),
            )
        if len(ids) > _NAMES:
            show(html("<p class='pg-note'>{n} of {t}</p>", n=_NAMES, t=len(ids)))


def _controlled(own: Ownership) -> None:
    sure = own.down.controlled
    group = sure or own.down.possibly_controlled
    if not group:
        return
    how = "controls" if sure else "possibly controls"
    with st.container(horizontal=True, gap="small", key="own_group_buttons"):
        st.button(
            f"Light what it {how} ({len(group):,})",
            key="own_group_light",
            on_click=light_group,
            args=(own.store, own.entity.id, bool(sure)),
        )
        st.button(
            "Only these",
            key="own_group_only",
            on_click=keep,
            args=((own.entity.id, *group),),
        )


def light_group(store: Store, entity_id: str, certain: bool) -> None:
    """Light the links inside the group that somebody controls."""
    now = state.current()
    sheet = ownership_of(store, entity_id, now, up=False, stated=stated_alone(), silent=True)
    group = [*sheet.controlled, *(() if certain else sheet.possibly_controlled)]
    ties = _ties_among(store, [entity_id, *group], sheet.statuses)
    passes = link_test(what_counts(now))
    show_lit([link.id for link in ties if passes(link)])


def ownership_layout(entity_id: str, everyone: tuple[str, ...]) -> None:
    """Owners, the entity and its holdings alone, in layers; of many the largest."""
    everybody = [one for one in everyone if one != entity_id]
    others = everybody[:_IN_LAYERS]
    if len(others) < len(everybody):
        state.notify(f"{len(others):,} of {len(everybody):,} owners and holdings are drawn.")
    state.push(
        state.current()
        .without_filters()
        .with_(
            focus=(entity_id, *others),
            hops=0,
            expanded=(),
            layout="layered",
            groups=("ownership", "control"),
            selection=(entity_id,),
            emphasis=(),
            pins=(),
        )
    )

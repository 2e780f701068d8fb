"""Loops of ownership: named, drawn in the sheet, lit on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from graph.model import PartialDate, Relation
from graph.ownership import Sheet
from graph.ownership.direct import Holding, counts_as_holding, direct_holdings
from graph.ownership.words import loop_in_words
from graph.store import Store
from graph.views.filters import link_test
from ui import icons, state
from ui.drawing import image
from ui.panels.lighting import light, section, show_lit
from ui.panels.ownership_parts import Ownership
from ui.panels.ring import ring, ring_order
from ui.questions import what_counts
from ui.safe import html, show

_NAMES: Final = 4
_DRAWN: Final = 4


def named_loops(own: Ownership, sheet: Sheet) -> None:
    """Loops by name; each can be lit."""
    for place, loop in enumerate(sheet.loops[:_NAMES]):
        show(html("<p class='pg-warn'>{text}</p>", text=loop_in_words(loop, sheet, own.entities)))
        st.button(
            "Light the loop",
            key=f"own_loop_{sheet.direction}_{place}",
            on_click=_light,
            args=(own.store, sheet, loop),
        )
    if len(sheet.loops) > _NAMES:
        words = f"{_NAMES} of {len(sheet.loops):,} loops named; the sheet draws each."
        show(html("<p class='pg-note'>{words}</p>", words=words))


def drawn_loops(own: Ownership, sheet: Sheet) -> None:
    """Each loop as a ring with the shares on its arrows; a click lights it on the canvas."""
    if not sheet.loops:
        return
    key = f"own_loop_room_{sheet.direction}"
    room = int(st.session_state.get(key, _DRAWN))
    total = len(sheet.loops)
    section("Loops", f"{min(room, total):,} of {total:,}")
    for place, loop in enumerate(sheet.loops[:room]):
        _ring(own, sheet, loop, place)
    if total > room:
        st.button(
            f"{room:,} of {total:,} loops drawn. Show more",
            key=f"{key}_more",
            on_click=_more,
            args=(key, room + 4 * _DRAWN),
        )


def _more(key: str, room: int) -> None:
    st.session_state[key] = room


def _ring(own: Ownership, sheet: Sheet, loop: tuple[str, ...], place: int) -> None:
    among = _counted(own.store, own.store.links_among(loop), sheet)
    order = ring_order(loop, [(link.source, link.target) for link in among])
    entities = own.store.entities(order)
    drawn = ring(order, _held(own.store, order, sheet), entities, icons.theme())
    with st.container(key=f"own_ring_{sheet.direction}_{place}", gap=None):
        show(html("<p class='pg-warn'>{text}</p>", text=loop_in_words(loop, sheet, own.entities)))
        show(image(drawn.svg, int(drawn.width), drawn.words))
        if len(order) < len(loop):
            words = f"{len(order)} of {len(loop):,} members drawn."
            show(html("<p class='pg-note'>{words}</p>", words=words))
        if st.button(
            "Light this loop on the canvas",
            key=f"own_ring_go_{sheet.direction}_{place}",
            on_click=show_lit,
            args=([link.id for link in among],),
        ):
            st.rerun()


def _held(store: Store, members: Sequence[str], sheet: Sheet) -> list[Holding]:
    """What members hold of each other; owners outside bound what is of unknown size."""
    links = [link for link in store.links_of(members) if link.target in members]
    rows = direct_holdings(_counted(store, links, sheet))
    return [row for row in rows if row.owner in members]


def _counted(store: Store, links: Sequence[Relation], sheet: Sheet) -> list[Relation]:
    """Those of some links that the sheet adds up."""
    passes = link_test(what_counts(state.current()))
    day = PartialDate.parse(sheet.as_of)
    return [link for link in links if counts_as_holding(link, sheet.statuses, day) and passes(link)]


def _light(store: Store, sheet: Sheet, loop: tuple[str, ...]) -> None:
    light([link.id for link in _counted(store, store.links_among(loop), sheet)])

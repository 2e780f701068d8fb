"""What a person does on the canvas, turned into the next ViewState."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from graph.errors import LongarmError
from graph.store import Store
from graph.views.view import View, expansion_menu
from graph.views.viewstate import LAYOUTS, Pin, ViewState
from ui import state
from ui.canvas import CanvasEvent, Menu, MenuRow

_MENU = "canvas_menu"


def apply_events(events: Iterable[CanvasEvent]) -> None:
    """Apply the events in order; each is one step of the history."""
    for event in events:
        if event.type == "menu":
            st.session_state[_MENU] = event.ids[0] if event.ids else None
        elif event.type in _STEPS:
            _STEPS[event.type]()
        elif event.type in _CHANGES:
            state.push(_CHANGES[event.type](state.current(), event))


def menu_answer(store: Store, view: View) -> Menu | None:
    """What expanding the entity of the last ``menu`` event would bring."""
    asked = st.session_state.get(_MENU)
    if not asked:
        return None
    try:
        rows = expansion_menu(store, view, asked)
    except LongarmError:
        return None
    filtered = sum(row.neighbours - row.addable for row in rows)
    note = "All its links are drawn." if not rows else ""
    if filtered:
        note = f"{filtered} of these are hidden by filters."
    return Menu(asked, tuple(MenuRow(row.words, row.links) for row in rows), note)


def _select(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.with_(selection=event.ids, emphasis=())


def _link(now: ViewState, event: CanvasEvent) -> ViewState:
    # The card of a link stands where nothing else is chosen.
    return now.with_(selection=(), emphasis=event.ids[:1])


def _expand(now: ViewState, event: CanvasEvent) -> ViewState:
    fresh = tuple(one for one in event.ids if one not in now.expanded)
    return now.with_(expanded=now.expanded + fresh)


def _hide(now: ViewState, event: CanvasEvent) -> ViewState:
    gone = set(event.ids)
    return now.with_(
        hidden=tuple(dict.fromkeys(now.hidden + event.ids)),
        selection=tuple(one for one in now.selection if one not in gone),
    )


def _only(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.with_(only=event.ids)


def _focus(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.with_(focus=event.ids, hops=1, expanded=(), only=None, selection=event.ids)


def _collapse(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.with_(collapsed=tuple(dict.fromkeys(now.collapsed + event.ids)))


def _open(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.with_(collapsed=tuple(one for one in now.collapsed if one not in event.ids))


def _pin(now: ViewState, event: CanvasEvent) -> ViewState:
    pins = {name: (name, x, y) for name, x, y in now.pins}
    for name, place in _places(event.payload.get("positions")):
        pins[name] = (name, *place)
    return now.with_(pins=tuple(pins.values()))


def _places(raw: Any) -> Iterable[tuple[str, tuple[float, float]]]:
    if not isinstance(raw, dict):
        return
    for name, place in raw.items():
        try:
            x, y = (round(float(value), 1) for value in place)
        except (TypeError, ValueError):
            continue
        if abs(x) < 1e6 and abs(y) < 1e6:
            yield str(name), (x, y)


def _unpin(now: ViewState, event: CanvasEvent) -> ViewState:
    kept: tuple[Pin, ...] = tuple(pin for pin in now.pins if pin[0] not in event.ids)
    return now.with_(pins=kept)


def _layout(now: ViewState, event: CanvasEvent) -> ViewState:
    name = str(event.payload.get("name", ""))
    return now.with_(layout=name if name in LAYOUTS else "", pins=())


def _show_all(now: ViewState, event: CanvasEvent) -> ViewState:
    return now.without_filters()


_STEPS: dict[str, Callable[[], None]] = {
    "undo": state.undo,
    "redo": state.redo,
    "reset": state.reset,
}
_CHANGES: dict[str, Callable[[ViewState, CanvasEvent], ViewState]] = {
    "select": _select,
    "link": _link,
    "expand": _expand,
    "hide": _hide,
    "only": _only,
    "focus": _focus,
    "collapse": _collapse,
    "open": _open,
    "pin": _pin,
    "unpin": _unpin,
    "layout": _layout,
    "show_all": _show_all,
}

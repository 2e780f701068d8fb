"""Evidence: what falls without a source, a place or a status; what disagrees or is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from graph.errors import LongarmError
from graph.evidence import (
    Contradiction,
    Drop,
    Fallout,
    Gaps,
    contradictions,
    drop_one_out,
    gaps,
    what_stands,
)
from graph.model import Relation, Source
from graph.store import Store
from graph.views.view import View, build_view
from graph.views.viewstate import ViewState
from graph.views.visibility import links_in
from graph.wording import status_in_words
from ui import drawers, state
from ui.long_work import Stopped, worked_beside
from ui.panels.listing import entity_table, light, link_table
from ui.safe import html, md, show

_PAGE: Final = 24
_KINDS: Final = {"source": "Sources", "place": "Places in a source", "status": "How sure"}
_GAPS: Final = {
    "no_evidence": "links without evidence text",
    "no_reference": "links without a source",
    "no_locator": "links without a place in the source",
    "no_date": "links without a date",
    "one_source": "entities that rest on one source only",
    "no_source": "entities without any source",
}
_DISAGREE: Final = {"share": "Share", "dates": "Dates", "direction": "Direction"}


@dataclass(frozen=True)
class Findings:
    """What the drawer says of one view with nothing left out."""

    view: View
    alone: tuple[Fallout, ...]
    disagree: tuple[Contradiction, ...]
    missing: Gaps


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while it changes the view."""
    drawers.keep_open("evidence")
    _evidence(store)


@st.dialog("What rests on which source?", position="right", width=680, on_dismiss=drawers.closed)
def _evidence(store: Store) -> None:
    drawers.follow()
    try:
        found = findings(store, state.current())
    except Stopped:
        return
    except LongarmError as error:
        st.error(md(str(error)))
        return
    with st.container(key="evidence"):
        out, clash, gap = st.tabs(
            ["Leave out", f"Contradictions {len(found.disagree)}", "Gaps"], key="evidence_tab"
        )
        with out:
            _leave_out(store, found)
        with clash:
            _contradictions(store, found)
        with gap:
            _gaps(store, found)


def findings(store: Store, now: ViewState) -> Findings:
    """What the drawer says of a view, nothing left out."""
    whole = now.with_(dropped=(), selection=(), emphasis=(), pins=(), size_by="", layout="")
    return worked_beside(
        ("evidence", store.name, store.data_hash, whole),
        lambda _: _found(store, whole),
        "Leaving out one after another",
    )


def _found(store: Store, whole: ViewState) -> Findings:
    view = build_view(store, whole)
    return Findings(
        view,
        drop_one_out(view.graph),
        contradictions(view.graph, reviews=whole.reviews),
        gaps(view.graph, reviews=whole.reviews),
    )


def _leave_out(store: Store, found: Findings) -> None:
    links, entities = found.view.counts.links, found.view.counts.entities
    show(
        html(
            "<p class='pg-note'>What would still stand if it were not there? A link falls when "
            "all that it rests on is left out; two entities stay tied while one link between them "
            "stands. Counted over {links} and {entities}: this view with nothing left "
            "out{rejected}.</p>",
            rejected=_rejected(found),
            links=_amount(links, "link", "links"),
            entities=_amount(entities, "entity", "entities"),
        )
    )
    drops = dropped_now(found, state.current())
    sources = store.sources()
    several = len({fall.drops[0].key for fall in found.alone if fall.drops[0].kind == "source"}) > 1
    for kind, title in _KINDS.items():
        rows = [fall for fall in found.alone if fall.drops[0].kind == kind]
        if not rows:
            continue
        st.html(f"<h3 class='pg-group'>{title}<span>{len(rows)}</span></h3>")
        room = int(st.session_state.get(f"evidence_room_{kind}", _PAGE))
        if len(rows) > room:
            # Off ones stay in reach; then what carries most.
            rows.sort(key=lambda fall: (fall.drops[0] not in drops, -len(fall.fallen)))
        for fall in rows[:room]:
            _switch(found, fall, sources, on=fall.drops[0] in drops, several=several)
        if len(rows) > room:
            st.button(
                f"{room} of {len(rows):,} listed, those that carry most. Show more",
                key=f"evidence_more_{kind}",
                on_click=_more,
                args=(kind, room + 4 * _PAGE),
            )
    # Last and sticky: the switches stay where they are under the pointer.
    if drops:
        _together(store, found, drops)


def _more(kind: str, room: int) -> None:
    st.session_state[f"evidence_room_{kind}"] = room


def dropped_now(found: Findings, now: ViewState) -> tuple[Drop, ...]:
    """What is left out of the present view, as far as something rests on it."""
    return tuple(drop for fall in found.alone for drop in fall.drops if drop.item in now.dropped)


def _switch(
    found: Findings, fall: Fallout, sources: Mapping[str, Source], *, on: bool, several: bool
) -> None:
    (drop,) = fall.drops
    key = f"leave_out_{drop.kind}_{drop.key}"
    st.session_state[key] = on
    st.toggle(
        f"Leave out **{md(_name(drop, sources, several=several))}** — {md(effect(fall))}",
        key=key,
        on_change=_toggle,
        args=(found, drop, key),
        width="stretch",
    )


def effect(fall: Fallout) -> str:
    """What leaving out does, in words.

    Examples
    --------
    >>> effect(Fallout((), ("r2",), 121, (), ("a", "b"), 78))
    '1 of 121 links falls, 2 of 78 entities are cut off'
    """
    number = len(fall.fallen)
    words = f"{number:,} of {fall.links:,} links {'falls' if number == 1 else 'fall'}"
    cut = len(fall.cut_off)
    if not cut:
        return f"{words}, nobody is cut off"
    return f"{words}, {cut:,} of {fall.entities:,} entities {'is' if cut == 1 else 'are'} cut off"


def _toggle(found: Findings, drop: Drop, key: str) -> None:
    now = state.current()
    wanted = bool(st.session_state[key])
    # A drawer that closes while the page is drawn can report switches that nobody touched.
    if wanted == (drop in dropped_now(found, now)):
        return
    if wanted:
        state.change(dropped=(*now.dropped, drop.item))
    else:
        state.change(dropped=tuple(one for one in now.dropped if one != drop.item))


def _restore() -> None:
    state.change(dropped=())


def _name(drop: Drop, sources: Mapping[str, Source], *, several: bool) -> str:
    if drop.kind == "status":
        words = status_in_words(drop.key, next(iter(sources.values()), None))
        return f"“{words}”"
    reference, _, place = drop.key.partition("#")
    source = sources.get(reference)
    title = (source.title if source else "") or reference
    if not place:
        return title
    return f"{place} of {title}" if several else place


def _together(store: Store, found: Findings, drops: Sequence[Drop]) -> None:
    fall = what_stands(found.view.graph, drops)
    sources = store.sources()
    names = ", ".join(_name(drop, sources, several=True) for drop in drops)
    with st.container(key="evidence_result", gap="small"):
        show(
            html(
                "<p class='pg-warn'><b>Without {names}:</b> {effect}. {stand}</p>",
                names=names,
                effect=effect(fall),
                stand=f"{_amount(fall.links - len(fall.fallen), 'link', 'links')} still stand.",
            )
        )
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            with st.expander(_what_falls(fall), key="evidence_details"):
                link_table(
                    store,
                    _links(found, fall.fallen),
                    key="evidence_fallen",
                    words="Links that fall",
                )
                _cut_off(store, fall)
            st.button("Put everything back", key="evidence_restore", on_click=_restore)


def _what_falls(fall: Fallout) -> str:
    words = f"What falls: {_amount(len(fall.fallen), 'link', 'links')}"
    if not fall.cut_off:
        return words
    return f"{words}; who is cut off: {_amount(len(fall.cut_off), 'entity', 'entities')}"


def _cut_off(store: Store, fall: Fallout) -> None:
    if not fall.cut_off:
        return
    known = store.entities(fall.cut_off)
    st.html(
        "<p class='pg-note'>Cut off: no longer connected with the larger part of what they were "
        "connected with.</p>"
    )
    entity_table(
        [known[key] for key in fall.cut_off if key in known],
        key="evidence_cut_off",
        words="Entities that are cut off",
    )


def _links(found: Findings, ids: Sequence[str]) -> list[Relation]:
    wanted = set(ids)
    links = [link for link in links_in(found.view.graph) if link.id in wanted]
    return sorted(links, key=lambda link: (link.row, link.id))


def _contradictions(store: Store, found: Findings) -> None:
    number = found.view.counts.links
    if not found.disagree:
        text = (
            f"No two of {_amount(number, 'link', 'links')}{_rejected(found)} disagree in share, "
            "dates or direction. "
            "Where there is one source only, nothing can disagree with it."
        )
        show(html("<p class='pg-note'>{text}</p>", text=text))
        return
    show(
        html(
            "<p class='pg-note'>{n} between {links}: to be looked at, not judged. Choose rows to "
            "light both links.</p>",
            n=_amount(len(found.disagree), "contradiction", "contradictions"),
            links=_amount(number, "link", "links") + _rejected(found),
        )
    )
    pairs = [
        (one, link)
        for one in found.disagree
        for link in {link.id: link for link in (one.first, one.second)}.values()
    ]
    link_table(
        store,
        [link for _, link in pairs],
        key="evidence_contradictions",
        before={
            "In": [_DISAGREE[one.kind] for one, _ in pairs],
            "Why": [one.reason for one, _ in pairs],
        },
        words="Contradictions, each link on a row of its own",
    )
    for number, one in enumerate(found.disagree[:_PAGE]):
        st.button(
            f"Light both: {md(one.reason)}",
            key=f"evidence_clash_{number}",
            type="tertiary",
            on_click=light,
            args=((one.first.id, one.second.id),),
        )


def _gaps(store: Store, found: Findings) -> None:
    counts = found.missing.counts
    labels = {
        name: f"{counts[name][0]:,} of {counts[name][1]:,} {words}" for name, words in _GAPS.items()
    }
    first = max(_GAPS, key=lambda name: counts[name][0] > 0)
    chosen = st.radio(
        "What is missing",
        list(_GAPS),
        index=list(_GAPS).index(first),
        format_func=lambda name: labels[name],
        key="evidence_gap",
    )
    rejected = found.view.counts.rejected
    if rejected:
        words = f"{_amount(rejected, 'rejected link is', 'rejected links are')} not looked at."
        show(html("<p class='pg-note'>{words}</p>", words=words))
    ids = getattr(found.missing, chosen)
    if not ids:
        st.html("<p class='pg-note'>Nothing of this kind is missing.</p>")
    elif chosen.startswith("no_") and chosen != "no_source":
        link_table(store, _links(found, ids), key=f"gap_{chosen}", words=labels[chosen])
    else:
        names = [item[0] if isinstance(item, tuple) else item for item in ids]
        known = store.entities(names)
        sources = store.sources()
        after = {}
        if chosen == "one_source":
            after["Source"] = [_title(item[1], sources) for item in ids if item[0] in known]
        entity_table(
            [known[name] for name in names if name in known],
            key=f"gap_{chosen}",
            after=after,
            words=labels[chosen],
        )


def _title(reference: str, sources: Mapping[str, Source]) -> str:
    source = sources.get(reference)
    return (source.title if source else "") or reference


def _rejected(found: Findings) -> str:
    """That links are left out because somebody rejected them."""
    number = found.view.counts.rejected
    return f", {_amount(number, 'rejected link', 'rejected links')} aside" if number else ""


def _amount(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

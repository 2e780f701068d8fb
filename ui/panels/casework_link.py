"""The form for a link that is added while a source is read."""

from __future__ import annotations

from typing import Final

import streamlit as st

from graph.editing import Add, Case, Edit, Together
from graph.editing.edits import free_id
from graph.model import CATEGORIES, RELATION_GROUPS, STATUS_WORDS, category_words, type_words
from graph.store import Store
from ui import state
from ui.panels import casework
from ui.panels.casework import NEW
from ui.safe import html, md, plain, show

_ROUND: Final = "link_round"
_PICKED: Final = "link_picked"


def link_form(store: Store, case: Case, reference: str, locator: str) -> None:
    """Source, target, type, share, status, dates and words; where it stands comes from reading."""
    turn = int(st.session_state.get(_ROUND, 0))
    st.html("<h3 class='pg-group'>Add a link while reading</h3>")
    show(
        html(
            "<p class='pg-note'>It will rest on {source}{place}.</p>",
            source=plain(reference),
            place=f", {plain(locator)}" if locator else "; no place is given above",
        )
    )
    if st.button(
        "Take the two selected in the drawing",
        key="link_take",
        type="tertiary",
        help="The one selected first is where the link comes from.",
    ):
        chosen = state.current().selection
        st.session_state[_PICKED] = (chosen[-2:] if len(chosen) > 1 else chosen) or ("",)
        st.session_state[_ROUND] = turn = turn + 1
    picked = (*st.session_state.get(_PICKED, ()), "", "")
    source = casework.entity_field(store, "From", f"link_from_{turn}", picked[0], new=True)
    types = [name for names in RELATION_GROUPS.values() for name in names]
    own = sorted({row.bare("type") for row in case.content.rows("relations")} - {"", *types})
    kind = st.selectbox(
        "Link",
        [*types, *own],
        key=f"link_type_{turn}",
        format_func=lambda name: plain(type_words(name)),
        accept_new_options=True,
    )
    target = casework.entity_field(store, "To", f"link_to_{turn}", picked[1], new=True)
    categories = {
        end: _category(end, f"link_category_{turn}_{place}")
        for place, end in enumerate(dict.fromkeys((source, target)))
        if end.startswith(NEW)
    }
    with st.container(horizontal=True, gap="small"):
        status = st.selectbox(
            "How sure",
            list(STATUS_WORDS),
            key=f"link_status_{turn}",
            format_func=STATUS_WORDS.__getitem__,
        )
        share = st.text_input("Share, %", key=f"link_share_{turn}", placeholder="25-50")
    with st.container(horizontal=True, gap="small"):
        since = st.text_input("Since", key=f"link_since_{turn}", placeholder="2020-09")
        until = st.text_input("Until", key=f"link_until_{turn}")
    evidence = st.text_area("What the source says", key=f"link_evidence_{turn}", height=80)
    if not st.button("Add the link", key="link_add", type="primary", icon=":material/add_link:"):
        return
    if not source or not target:
        st.error("Choose both ends of the link.")
        return
    cells = {
        "source": source,
        "target": target,
        "type": str(kind or ""),
        "share": str(share or ""),
        "status": str(status),
        "since": str(since or ""),
        "until": str(until or ""),
        "evidence": str(evidence or "").strip(),
        "reference": reference,
        "locator": locator,
    }
    st.session_state[_ROUND] = turn + 1
    held = st.session_state.pop(_PICKED, None)
    casework.do(link_edit(case, cells, categories))
    # Still here: it was refused, and what was typed should not be lost.
    st.session_state[_ROUND] = turn
    if held is not None:
        st.session_state[_PICKED] = held


def _category(end: str, key: str) -> str:
    name = md(plain(end.removeprefix(NEW))[:40])
    return str(
        st.selectbox(
            f"What is the new one, “{name}”?",
            list(CATEGORIES),
            list(CATEGORIES).index("company"),
            key=key,
            format_func=category_words,
        )
    )


def link_edit(case: Case, cells: dict[str, str], categories: dict[str, str]) -> Edit:
    """The link, after the entities that come with it: ends that begin with ``+`` are new names."""
    edits: list[Edit] = []
    content = case.content
    for column in ("source", "target"):
        end = cells[column]
        if not end.startswith(NEW):
            continue
        name = end.removeprefix(NEW)
        key = free_id(content, "entities", name)
        made = {
            "id": key,
            "label": name,
            "category": categories[end],
            "reference": cells["reference"],
            "locator": cells["locator"],
        }
        add = Add("entities", made)
        content = content.applied(add.step(content).changes)
        edits.append(add)
        for other in ("source", "target"):
            if cells[other] == end:
                cells[other] = key
    link = Add("relations", cells)
    if not edits:
        return link
    words = " and ".join(f"“{one.cells['label']}”" for one in edits if isinstance(one, Add))
    return Together(f"Added {words} with a link", (*edits, link))

"""Who is shown under another name in a figure, and which passages stay out of it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from graph.exports.contents import is_withheld
from graph.exports.redaction import Redacted, Redaction
from graph.model import category_words
from graph.store import Store
from graph.views.view import View
from graph.views.visibility import links_in
from graph.wording import name_of
from ui.safe import html, md, plain, show

_MOST_NAMED: Final = 2_000


def redaction_choices(store: Store, view: View) -> Redaction:
    """The controls, and what they say."""
    entities = {key: data["entity"] for key, data in view.graph.nodes(data=True)}
    withheld = sum(map(is_withheld, links_in(view.graph)))
    with (
        st.container(key="figure_redaction", gap="small"),
        st.expander("Protect people: show them without names", icon=":material/shield_person:"),
    ):
        categories = st.multiselect(
            "All of a kind",
            list(store.counts().categories),
            format_func=lambda key: plain(category_words(key)),
            key="redact_categories",
            placeholder="Nobody",
            help="They become “person 1”, “person 2” in the figure and in every file. "
            "With persons, those who hold an office are not named either.",
        )
        single = st.multiselect(
            "One by one",
            sorted(entities, key=lambda key: plain(entities[key].label).casefold())[:_MOST_NAMED],
            format_func=lambda key: plain(name_of(entities[key])) if key in entities else key,
            key="redact_entities",
            placeholder="Nobody",
        )
        evidence = True
        if categories or single:
            evidence = not st.toggle(
                "Leave out what the sources say of their links", key="redact_evidence"
            )
        shown = False
        if withheld:
            words = "1 passage that is" if withheld == 1 else f"{withheld} passages that are"
            shown = st.checkbox(
                f"Include {words} left out to protect a person", key="with_withheld"
            )
            if shown:
                st.warning(
                    "The data keeps this out of files because it can harm somebody, such as a "
                    "criminal conviction. Make sure that you may publish it.",
                    icon=":material/warning:",
                )
    return Redaction(tuple(categories), tuple(single), evidence, shown)


def tell_redaction(safe: Redacted, view: View) -> None:
    """What was replaced, and what no search of the file can make sure of."""
    told = safe.told(view)
    for line in told.lines():
        show(html("<p class='pg-note'>{line}.</p>", line=line))
    if told.unsure:
        names = ", ".join(plain(name) for name in safe.roll.unsure[:5])
        st.caption(
            md(
                f"Too short or too common a word to be looked for in the file: {names}"
                f"{' and others' if told.unsure > 5 else ''}. Check these in the preview."
            )
        )


@st.cache_resource(max_entries=8, show_spinner=False)
def redacted(_store: Store, store_key: tuple[int, str], redaction: Redaction) -> Redacted:
    """The store under other names, worked out once for each choice."""
    return Redacted(_store, redaction)

"""What stands about one link or source, the same wherever the page shows it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from graph.editing.edits import REVIEW_COLUMNS
from graph.model import (
    REVIEW_WORDS,
    Entity,
    Relation,
    Source,
    review_of,
    type_words,
    words_of,
)
from graph.wording import dates_in_words, relation_sentence, status_in_words
from ui import icons, state
from ui.safe import html, md, web_link

OWN_COLUMNS = {"note", "short", "withhold", *REVIEW_COLUMNS}
"""Columns that other places of the page use."""


def link_facts(
    link: Relation, sources: Mapping[str, Source], *, inverse: bool, drawn: bool = True
) -> Markup:
    """Verb, share, dates, status and place of one link, with its evidence."""
    source = sources.get(link.reference)
    said = html("<div class='pg-ev'>Said by: {who}</div>", who=link.said_by) if link.said_by else ""
    evidence = html("<div class='pg-ev'>{text}</div>", text=link.evidence) if link.evidence else ""
    extra = Markup("").join(
        html("<div class='pg-ev'>{key}: {value}</div>", key=words_of(key), value=value_html(value))
        for key, value in link.extra.items()
        if key not in OWN_COLUMNS
    )
    return html(
        "<div class='pg-link'><div class='pg-meta'>{verb}{share}{dates} "
        "<img src='{line}' alt=''> {status} {mark}{review}{missing}</div>"
        "{evidence}{said}{extra}</div>",
        verb=type_words(link.type, inverse=inverse),
        share=share_words(link),
        dates=date_words(link),
        line=icons.line_icon(link.group, link.status, icons.theme_name(), link.directed),
        status=status_in_words(link.status, source),
        mark=locator_html(link.reference, link.locator, sources),
        review=review_mark(link.extra),
        missing="" if drawn else Markup(" <em>not drawn</em>"),
        evidence=evidence,
        said=said,
        extra=extra,
    )


def review_mark(extra: Mapping[str, str]) -> Markup:
    """The result of a review as a small mark; nothing when nobody looked."""
    verdict = review_of(extra)
    if verdict == "unreviewed":
        return Markup("")
    return html(
        " <span class='pg-reviewed pg-mark-{verdict}' title='{who}'>{words}</span>",
        verdict=verdict,
        who=" ".join(extra.get(name, "") for name in REVIEW_COLUMNS[1:]).strip(),
        words=REVIEW_WORDS[verdict],
    )


def value_html(text: str) -> Markup | str:
    """A cell of the data; an address becomes a link."""
    address = web_link(text)
    if address is None:
        return text
    return html("<a href='{url}' target='_blank' rel='noopener noreferrer'>{url}</a>", url=address)


def share_words(link: Relation) -> str:
    """A link's share behind its verb."""
    if link.group != "ownership":
        return f" {link.share}" if link.share else ""
    return f" {link.share}" if link.share else ", size unknown"


def date_words(link: Relation) -> str:
    """A link's dates behind its verb and share."""
    words = dates_in_words(link)
    return f", {words}" if words else ""


def locator_html(reference: str, locator: str, sources: Mapping[str, Source]) -> Markup:
    """The place in the source, as a link where the source has an address."""
    if not locator and not reference:
        return Markup("")
    source = sources.get(reference)
    words = locator or "source"
    title = source.title if source else reference
    address = web_link(source.url) if source else None
    if address:
        return html(
            "<a href='{url}' target='_blank' rel='noopener noreferrer' title='{title}'>{words}</a>",
            url=address,
            title=title,
            words=words,
        )
    return html("<span class='pg-loc' title='{title}'>{words}</span>", title=title, words=words)


def full_name(entity: Entity) -> str:
    """The name of an entity and who holds it: many hold an office of the same name.

    Examples
    --------
    >>> full_name(Entity("m", "Mayor of Amsterdam", "role", holder="Femke Halsema"))
    'Mayor of Amsterdam (Femke Halsema)'
    """
    return f"{entity.label} ({entity.holder})" if entity.holder else entity.label


def entity_button(entity: Entity, key: str, arrow: str = "") -> None:
    """A name that selects its entity."""
    icon = icons.icon_md(icons.category_icon(entity.category, icons.theme_name()))
    st.button(
        f"{arrow} {icon} {md(full_name(entity))}".strip(),
        key=key,
        type="tertiary",
        on_click=_go,
        args=(entity.id,),
    )


def _go(entity_id: str) -> None:
    state.change(selection=(entity_id,), emphasis=())


def source_block(reference: str, locator: str, sources: Mapping[str, Source]) -> Markup:
    """A source in full."""
    source = sources.get(reference)
    if source is None:
        words = f"Source {reference} is not in sources.csv." if reference else "No source is given."
        return html("<p class='pg-note'>{words}</p>", words=words)
    facts = " · ".join(
        part for part in (source.publisher, source.date, source.kind, source.language) if part
    )
    address = web_link(source.url)
    link = (
        html(
            "<a href='{url}' target='_blank' rel='noopener noreferrer'>{url}</a>",
            url=address,
        )
        if address
        else ""
    )
    return html(
        "<div class='pg-source'><b>{title}</b><br>{facts}<br>{locator} {link}</div>",
        title=source.title or source.id,
        facts=facts,
        locator=locator,
        link=link,
    )


def sentence_html(
    link: Relation, ends: Mapping[str, Entity], sources: Mapping[str, Source]
) -> Markup:
    """One link as a sentence with its evidence."""
    return html("<p class='pg-ev'>{text}</p>", text=relation_sentence(link, ends, sources))

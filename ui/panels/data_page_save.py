"""Saving the whole data set in another format, with what the format cannot hold told first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.exports.contents import evidence_of
from graph.exports.escaping import file_name
from graph.formats import FORMATS, FileFormat, Loss, Package
from graph.store import Store
from ui.panels.report import many
from ui.safe import html, md, show

MOST_AT_ONCE = 30_000
"""Entities and links up to which every format is looked at without being asked."""


def save_section(store: Store) -> None:
    """All formats out, each with its losses and a button."""
    with st.container(key="save_as", gap="small"):
        st.html("<h2 class='pg-step'>Save the whole data set as</h2>")
        size = store.entity_count + store.relation_count
        if size > MOST_AT_ONCE and not st.toggle(
            "Work out what each format can hold", key="save_anyway"
        ):
            show(
                html(
                    "<p class='pg-note'>{size} rows: this takes a while and is done when you ask "
                    "for it.</p>",
                    size=f"{size:,}",
                )
            )
            return
        package, withheld = _package(store)
        if withheld:
            show(
                html(
                    "<p class='pg-note'>{n} left out: the data withhold them from files.</p>",
                    n=many(withheld, "evidence text"),
                )
            )
        for name, form in _writers():
            _row(name, form, package)


def _writers() -> Iterator[tuple[str, FileFormat]]:
    for name, form in FORMATS.items():
        if form.writes:
            yield name, form


def _row(name: str, form: FileFormat, package: Package) -> None:
    try:
        losses = form.load().losses(package)
    except ModuleNotFoundError as error:
        st.warning(
            md(f"{form.words}: what writes it ({error.name}) is not installed; run make again.")
        )
        return
    except LongarmError as error:
        st.warning(md(f"{form.words}: {error}"))
        return
    with st.container(
        key=f"save_row_{name}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        show(_words(form, losses))
        st.space("stretch")
        st.download_button(
            f"Save {form.words.partition(',')[0]}",
            lambda: form.load().write(package),
            file_name=file_name(package.name or "data", form.suffix),
            mime=form.mime,
            key=f"save_{name}",
            icon=":material/download:",
            on_click="ignore",
        )


def _words(form: FileFormat, losses: tuple[Loss, ...]) -> Markup:
    if not losses:
        told = html("<p class='pg-note'>Holds everything in this data set.</p>")
    else:
        rows = Markup("").join(
            html("<li>{told}</li>", told=str(one).removesuffix(".")) for one in losses
        )
        told = html("<ul class='pg-list' aria-label='What it cannot hold'>{rows}</ul>", rows=rows)
    return html(
        "<div class='pg-format'><h3>{words} <span>.{suffix}</span></h3>{told}</div>",
        words=form.words,
        suffix=form.suffix,
        told=told,
    )


def _package(store: Store) -> tuple[Package, int]:
    """Everything in a store, and how many evidence texts it withholds."""
    entities = store.entities(store.entity_ids(store.entity_count))
    kept = sorted(entities.values(), key=lambda one: (one.row == 0, one.row, one.id))
    links = store.links_among(list(entities))
    shown = tuple(replace(one, evidence=evidence_of(one)) for one in links)
    withheld = sum(one.evidence != two.evidence for one, two in zip(links, shown, strict=True))
    sources = tuple(store.sources().values())
    return Package(store.name, tuple(kept), shown, sources, store.data_hash), withheld

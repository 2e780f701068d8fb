"""What the data propose: target by target, beyond sanctions, and aimed at nobody listed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from graph.model import Relation, type_words
from graph.sanctions import Measure, ProposedTargets, Target
from graph.store import Store
from graph.wording import status_in_words
from ui.panels.facts import locator_html
from ui.panels.sanction_parts import Entities, Sources, named
from ui.safe import html, show


def proposals_block(
    store: Store, found: ProposedTargets, listed: Sequence[str], *, words: str
) -> None:
    """For each target what is proposed against it and beyond that; then everything else."""
    if not found.measures:
        return
    ids = {end for one in found.measures for link in _links(one) for end in _both(link)}
    entities, sources = store.entities(sorted(ids)), store.sources()
    rows = Markup("").join(
        _target(target, entities, sources, target.id in listed) for target in found.targets
    )
    rest = Markup("").join(_measure(one, entities, sources) for one in found.elsewhere)
    some = ""
    if found.rejected:
        links = "link of a measure is" if found.rejected == 1 else "links of measures are"
        some = f"{found.rejected:,} rejected {links} left out. "
    if found.searched < found.total:
        some += f"Looked for among {found.searched:,} of {found.total:,} entities."
    with st.container(key="sanctions_proposals"):
        show(
            html(
                "<h3 class='pg-group'>{words} proposals, target by target</h3>"
                "<table class='pg-targets'><thead><tr><th>Target</th><th>Sanctions proposed</th>"
                "<th>Beyond that</th></tr></thead><tbody>{rows}</tbody></table>{rest}"
                "<p class='pg-note'>{some}</p>",
                words=words,
                rows=rows,
                rest=html(
                    "<h3 class='pg-group'>Aimed at none of these targets</h3>"
                    "<ul class='pg-list'>{rest}</ul>",
                    rest=rest,
                )
                if rest
                else "",
                some=some,
            )
        )


def _links(measure: Measure) -> tuple[Relation, ...]:
    return (*measure.targets, *measure.applies_to, *measure.effects, *measure.proposed_by)


def _both(link: Relation) -> tuple[str, str]:
    return link.source, link.target


def _target(target: Target, entities: Entities, sources: Sources, listed: bool) -> Markup:
    cells = (
        Markup("").join(_met(hit.measure, hit.links, entities, sources) for hit in hits)
        for hits in (target.hits, target.beyond)
    )
    against, beyond = cells
    return html(
        "<tr><th scope='row'>{name}{mark}</th><td>{against}</td><td>{beyond}</td></tr>",
        name=named(target.id, entities),
        mark=Markup(" <em>listed</em>") if listed else "",
        against=against,
        beyond=beyond or "Nothing more",
    )


def _met(
    measure: Measure, links: Sequence[Relation], entities: Entities, sources: Sources
) -> Markup:
    said = Markup(" ").join(_said(link, sources) for link in links)
    effects = Markup("").join(
        html("<br>With it: {name}", name=named(link.source, entities)) for link in measure.effects
    )
    return html(
        "<p><b>{name}</b> {said}{effects}</p>",
        name=named(measure.id, entities),
        said=said,
        effects=effects,
    )


def _said(link: Relation, sources: Sources) -> Markup:
    return html(
        "<span>{status} {place} · {evidence}</span>",
        status=status_in_words(link.status, sources.get(link.reference)),
        place=locator_html(link.reference, link.locator, sources),
        evidence=link.evidence,
    )


def _measure(measure: Measure, entities: Entities, sources: Sources) -> Markup:
    toward = Markup("; ").join(
        html(
            "{verb} {name} ({status} {place})",
            verb=type_words(link.type),
            name=named(link.target, entities),
            status=status_in_words(link.status, sources.get(link.reference)),
            place=locator_html(link.reference, link.locator, sources),
        )
        for link in (*measure.targets, *measure.applies_to)
    )
    by = ", ".join(dict.fromkeys(named(link.source, entities) for link in measure.proposed_by))
    return html(
        "<li><b>{name}</b>{by} {toward}</li>",
        name=named(measure.id, entities),
        by=html(", proposed by {by}.", by=by) if by else ".",
        toward=toward,
    )

"""The parts of the ownership panel and sheet, each drawn from one `Ownership`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from markupsafe import Markup

from graph.model import Entity, Relation, Source, type_words
from graph.ownership import Range, Sheet, Stake
from graph.ownership.chains import Chain
from graph.ownership.words import (
    all_chains,
    chain_count,
    direct_is_unknown,
    direct_links,
    first_sentence,
    percent,
    product_in_words,
    relations_of,
    share_in_words,
    warnings_in_words,
)
from graph.store import Store
from graph.views.view import View
from graph.wording import main_source, status_in_words
from graph.wording.sentences import name_of
from ui import icons
from ui.bars import share_bar
from ui.panels.facts import date_words, locator_html, share_words
from ui.panels.lighting import section
from ui.safe import html, show


@dataclass(frozen=True)
class Ownership:
    """What is asked of one entity, and all that is needed to say it."""

    store: Store
    view: View
    entity: Entity
    up: Sheet
    down: Sheet
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    statuses: tuple[str, ...]

    @staticmethod
    def of(
        store: Store, view: View, entity: Entity, up: Sheet, down: Sheet, statuses: tuple[str, ...]
    ) -> Ownership:
        """Gather the names and sources that the sheets speak of."""
        ids = {entity.id, *up.controllers, *up.possible_controllers, *down.controlled}
        for sheet in (up, down):
            ids.update(stake.id for stake in sheet.stakes)
            ids.update(node for chain in all_chains(sheet) for node in chain.nodes)
        return Ownership(
            store, view, entity, up, down, store.entities(sorted(ids)), store.sources(), statuses
        )

    @property
    def name(self) -> str:
        """The entity's name in a sentence."""
        return name_of(self.entity)

    @property
    def everyone(self) -> tuple[str, ...]:
        """The entity, its owners and its holdings."""
        stakes = (*self.up.stakes, *self.down.stakes)
        return tuple(dict.fromkeys([self.entity.id, *(stake.id for stake in stakes)]))

    def name_of(self, key: str) -> str:
        """Anyone's name in a sentence."""
        return name_of(self.entities[key]) if key in self.entities else key

    def sentence(self, sheet: Sheet) -> str:
        """What a sheet says first."""
        text = first_sentence(sheet, self.entities, self.sources)
        return text.replace(" %", "\u00a0%")

    def stated_words(self) -> str:
        """How the sources of this data say “stated”."""
        words = status_in_words("stated", main_source(self.store))
        return words[:1].upper() + words[1:]

    def chosen_words(self) -> str:
        """What the second number counts beside what is stated."""
        met = {
            link.status
            for sheet in (self.up, self.down)
            for link in relations_of(all_chains(sheet))
            if link.status != "stated"
        }
        known = [status for status in self.statuses if status in met]
        if len(known) == 1:
            return f"With {_NOUNS.get(known[0], status_in_words(known[0]))}"
        return "With all chosen"


_WARNINGS = 5
_NAMED = 8
_ADDED_UP = 50
_CLOSE = 1e-6
_NOUNS = {"inferred": "our reading", "ungraded": "not assessed", "alleged": "alleged"}


def chain_words(sheet: Sheet, shown: int) -> str:
    """“2 of 2”, or “20 of at least 340”."""
    total, exact = chain_count(sheet)
    return f"{min(shown, total):,} of {'' if exact else 'at least '}{max(total, shown):,}"


def chain_steps(own: Ownership, chain: Chain) -> Markup:
    """Each link of a chain with its share, status and place in the source."""
    rows = Markup("").join(_step_row(own, link) for step in chain.steps for link in step.relations)
    return html("<ul class='pg-steps'>{rows}</ul>", rows=rows)


def _step_row(own: Ownership, link: Relation) -> Markup:
    return html(
        "<li><img src='{line}' alt=''> <b>{verb}{share}</b>{dates} "
        "<span>{status} {mark}</span></li>",
        line=icons.line_icon(link.group, link.status, icons.theme_name(), link.directed),
        verb=type_words(link.type),
        share=share_words(link),
        dates=date_words(link),
        status=status_in_words(link.status, own.sources.get(link.reference)),
        mark=locator_html(link.reference, link.locator, own.sources),
    )


def chain_result(own: Ownership, chain: Chain) -> Markup:
    """What a chain comes to, and how sure that is."""
    return html(
        "<p class='pg-note'>{product}. Least certain step: <b>{least}</b></p>",
        product=product_in_words(chain),
        least=status_in_words(chain.weakest, _source_of(own, chain)),
    )


def _source_of(own: Ownership, chain: Chain) -> Source | None:
    links = relations_of([chain])
    worst = next((link for link in links if link.status == chain.weakest), None)
    return own.sources.get(worst.reference) if worst else None


def number(own: Ownership, stake: Stake) -> Markup:
    """An effective share that opens into the links and the rule it comes from."""
    return html(
        "<details class='pg-how'><summary><b>{share}</b></summary>{how}</details>",
        share=share_in_words(stake.share, unknown=stake.unknown),
        how=how(own, stake),
    )


def how(own: Ownership, stake: Stake) -> Markup:
    """The chains behind a share, link by link, and how they add up."""
    blocks = [
        html(
            "<div class='pg-chain'>{names}{steps}<p>{product}</p></div>",
            names=" → ".join(own.name_of(node) for node in chain.nodes),
            steps=chain_steps(own, chain),
            product=product_in_words(chain),
        )
        for chain in stake.chains
    ]
    return html("{blocks}{rule}", blocks=Markup("").join(blocks), rule=_rule_for(own, stake))


def _rule_for(own: Ownership, stake: Stake) -> Markup:
    listed = len(stake.chains)
    more = (
        f" {listed:,} of {'' if stake.chains_exact else 'at least '}{stake.chains_total:,} chains "
        "are listed."
        if listed < stake.chains_total
        else ""
    )
    if stake.undetermined:
        words = "A closed loop lies on the way: the equations have no solution."
    elif stake.chains_total == 1:
        words = "One chain: its shares are multiplied."
    else:
        words = "The shares of each chain are multiplied, and the chains added up."
    rule = html("<p>{words}</p>", words=words + more)
    loops = () if stake.undetermined else _loops_on_top(own, stake)
    return rule + Markup("").join(_loop_on_top(own, loop) for loop in loops)


def _loops_on_top(own: Ownership, stake: Stake) -> tuple[tuple[str, ...], ...]:
    """Loops on the chains, when the share is more than the chains come to."""
    if len(stake.chains) == stake.chains_total and _is_sum_of_chains(stake):
        return ()
    on_way = {node for chain in stake.chains for node in chain.nodes}
    loops = dict.fromkeys((*own.up.loops, *own.down.loops))
    return tuple(loop for loop in loops if on_way & set(loop))


def _is_sum_of_chains(stake: Stake) -> bool:
    low = fsum(chain.min for chain in stake.chains)
    high = min(100.0, fsum(chain.max for chain in stake.chains))
    return (
        abs((stake.share.min or 0.0) - low) < _CLOSE
        and abs((stake.share.max or 0.0) - max(low, high)) < _CLOSE
    )


def _loop_on_top(own: Ownership, loop: tuple[str, ...]) -> Markup:
    names = [own.name_of(one) for one in loop[:_NAMED]]
    if len(loop) == 1:
        words = f"{names[0]} holds a part of itself, which comes on top."
    else:
        more = len(loop) - len(names)
        listed = ", ".join(names) + (f" and {more:,} more" if more else "")
        words = f"What goes round the loop comes on top: {listed}."
    links = Markup("")
    if len(loop) <= _NAMED:
        counted = {*own.up.statuses, *own.down.statuses}
        among = own.store.links_among(loop)
        links = Markup("").join(
            _step_row(own, link)
            for link in among
            if link.group == "ownership" and link.status in counted
        )
    return html("<p>{words}</p><ul class='pg-steps'>{links}</ul>", words=words, links=links)


def tags(stake: Stake, sheet: Sheet) -> str:
    """What else is known of an owner or a holding."""
    up = sheet.direction == "up"
    end = ("top owner" if up else "holds nothing further") if stake.ultimate else ""
    certain = "controls it" if up else "is controlled"
    controls = (
        f"{certain} (more than {percent(sheet.threshold)})"
        if stake.controller
        else f"possibly {certain} (more than {percent(sheet.threshold)})"
        if stake.possible_controller
        else ""
    )
    total = stake.chains_total
    chains = "" if stake.direct and total == 1 else f"{total:,} chain{'s' if total != 1 else ''}"
    parts = [
        "direct" if stake.direct else "",
        chains,
        end,
        "in a loop" if stake.in_loop else "",
        controls,
    ]
    return " · ".join(part for part in parts if part)


def stake_bar(stake: Stake, sheet: Sheet, width: int) -> Markup:
    """An owner's share as a bar."""
    words = share_in_words(stake.share, unknown=stake.unknown)
    return share_bar(stake.share, sheet.threshold, icons.theme(), words, width=width)


def tell_warnings(own: Ownership, sheet: Sheet) -> None:
    """What does not add up."""
    said = warnings_in_words(sheet, own.entities)
    for warning in said[:_WARNINGS]:
        show(html("<p class='pg-warn'>{warning}</p>", warning=warning))
    if len(said) > _WARNINGS:
        words = f"{_WARNINGS} of {len(said):,} warnings."
        show(html("<p class='pg-note'>{words}</p>", words=words))


def accounted_for(own: Ownership, *, width: int, more: Sequence[tuple[str, Sheet]] = ()) -> None:
    """Bars of what the direct shares declare and what stays unexplained."""
    section("How much is accounted for")
    up = own.up
    alone = set(up.statuses) == {"stated"}
    rows: list[tuple[str, Range, Range, Sheet, Sequence[str]]] = [
        (own.stated_words(), up.stated_declared, up.stated_unexplained, up, ("stated",))
    ]
    if not alone:
        rows.append((own.chosen_words(), up.declared, up.unexplained, up, up.statuses))
    rows += [
        (title, sheet.declared, sheet.unexplained, sheet, sheet.statuses) for title, sheet in more
    ]
    for title, declared, rest, sheet, statuses in rows:
        show(_bar_row(own, title, declared, rest, sheet, statuses, width))
    show(
        html(
            "<p class='pg-key'><i class='pg-sure'></i>surely held <i class='pg-maybe'></i>possibly "
            "held <i class='pg-rest'></i>unexplained <i class='pg-tick'></i>{threshold}</p>",
            threshold=percent(up.threshold),
        )
    )


def _bar_row(
    own: Ownership,
    title: str,
    declared: Range,
    rest: Range,
    sheet: Sheet,
    statuses: Sequence[str],
    width: int,
) -> Markup:
    unknown = direct_is_unknown(sheet, statuses)
    said = "none" if declared.max == 0 else share_in_words(declared, unknown=unknown)
    left = share_in_words(rest, unknown=unknown)
    return html(
        "<div class='pg-acc'><div><b>{title}</b>{numbers}</div>{bar}</div>",
        title=title,
        numbers=_opened(own, f"declared: {said} · unexplained: {left}", sheet, statuses),
        bar=share_bar(
            declared,
            sheet.threshold,
            icons.theme(),
            f"{title}: declared {said}, unexplained {left}",
            width=width,
        ),
    )


def _opened(own: Ownership, words: str, sheet: Sheet, statuses: Sequence[str]) -> Markup:
    """What is declared, opening into the direct links that are added up."""
    links = direct_links(sheet, statuses)
    if not links:
        return html("<span>{words}</span>", words=words)
    rows = Markup("").join(
        html("<p>{owner}</p>", owner=own.name_of(link.source))
        + html("<ul class='pg-steps'>{row}</ul>", row=_step_row(own, link))
        for link in links[:_ADDED_UP]
    )
    cut = f" {_ADDED_UP} of {len(links):,} links are listed." if len(links) > _ADDED_UP else ""
    return html(
        "<details class='pg-how'><summary>{words}</summary>{rows}<p>The direct shares are added "
        "up; what is left to 100 % is unexplained.{cut}</p></details>",
        words=words,
        rows=rows,
        cut=cut,
    )

"""The ownership sheet in words. Raw text: every medium escapes it itself.

A share of unknown size never reads as a percentage from 0 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph.evidence.contradictions import contradictions
from graph.model import Entity, Relation, Source
from graph.ownership.chains import Chain
from graph.ownership.direct import Holding, direct_holdings
from graph.ownership.sheet import RULE, Range, Sheet, Stake
from graph.wording.sentences import name_of, status_in_words

SIZE_UNKNOWN: Final = "size unknown"
UNDETERMINED: Final = "undetermined"

_FEW: Final = 3
_DECIMALS: Final = 6


def percent(value: float) -> str:
    """A percentage with two decimals, or with as many as tell it from none and from all.

    Examples
    --------
    >>> percent(100.0), percent(13.2651), percent(0.001), percent(99.999)
    ('100 %', '13.27 %', '0.001 %', '99.999 %')
    >>> percent(99.99999999999999), percent(1e-14)
    ('100 %', '0 %')
    """
    value = round(value, _DECIMALS)  # Sums of shares carry the error of the machine.
    told = (f"{value:.{decimals}f}" for decimals in range(2, _DECIMALS + 1))
    if value in (0, 100):
        return f"{value:.0f} %"
    text = next(one for one in told if float(one) not in (0, 100))
    return text.rstrip("0").rstrip(".") + " %"


def share_in_words(share: Range, *, unknown: bool = False) -> str:
    """A share, or what is known of it.

    Parameters
    ----------
    share : Range
        Percent.
    unknown : bool
        Whether a share of unknown size is part of it.

    Examples
    --------
    >>> share_in_words(Range(0, 100), unknown=True), share_in_words(Range(0, 40), unknown=True)
    ('size unknown', 'size unknown, at most 40 %')
    >>> share_in_words(Range(20, 100), unknown=True), share_in_words(Range(25, 50))
    ('20 % or more', '25 to 50 %')
    >>> share_in_words(Range(None, None)), share_in_words(Range(100, 100))
    ('undetermined', '100 %')
    """
    if share.min is None or share.max is None:
        return UNDETERMINED
    low, high = percent(share.min), percent(share.max)
    if low == high:
        return low
    if not unknown:
        return f"{low.removesuffix(' %')} to {high}"
    if share.min > 0:
        return f"{low} or more" if share.max >= 100 else f"{low} to {high}, part unknown"
    return SIZE_UNKNOWN if share.max >= 100 else f"{SIZE_UNKNOWN}, at most {high}"


def reading_of(share: Range, threshold: float) -> str:
    """What a share says about a threshold.

    Examples
    --------
    >>> reading_of(Range(30, 30), 25), reading_of(Range(0, 100), 25), reading_of(Range(5, 9), 25)
    ('25 % or more', 'possibly 25 % or more', 'under 25 %')
    """
    if share.min is None or share.max is None:
        return "cannot be determined"
    if share.min >= threshold - 1e-9:
        return f"{percent(threshold)} or more"
    if share.max >= threshold - 1e-9:
        return f"possibly {percent(threshold)} or more"
    return f"under {percent(threshold)}"


def stated_in_words(stake: Stake) -> str:
    """A stake's share by ``stated`` links alone.

    Examples
    --------
    >>> from graph.ownership.sheet import owners
    >>> class Links(list):
    ...     def links_of(self, ids):
    ...         return [link for link in self if link.source in ids or link.target in ids]
    >>> links = Links([Relation("r2", "a", "b", "has_interest_in", status="alleged")])
    >>> stated_in_words(owners(links, "b").stakes[0])
    'none'
    """
    if stake.stated.max == 0:
        return "none"
    unknown = any(
        link.share is None and link.status == "stated"
        for chain in stake.chains
        for step in chain.steps
        for link in step.relations
    )
    return share_in_words(stake.stated, unknown=unknown)


def step_in_words(step: Holding) -> str:
    """One direct holding: its share, parallel links added up.

    Examples
    --------
    >>> step_in_words(Holding("a", "b", 0, 60, True, ()))
    'size unknown, at most 60 %'
    """
    return share_in_words(Range(step.min, step.max), unknown=step.unknown)


def product_in_words(chain: Chain) -> str:
    """How a chain's share comes about: its steps multiplied.

    Examples
    --------
    >>> from graph.ownership.chains import strongest_chains
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "a", "b", "owns", Share(50, 50), "stated"),
    ...     Relation("r3", "b", "c", "owns", Share(40, 60), "stated"),
    ... ])
    >>> product_in_words(strongest_chains(rows, "c", up=True).chains["a"][0])
    '50 % × (40 to 60 %) = 20 to 30 %'
    """
    factors = [step_in_words(step) for step in chain.steps]
    if len(factors) == 1:
        return factors[0]
    wrapped = [f"({one})" if " to " in one or "," in one else one for one in factors]
    whole = share_in_words(Range(chain.min, chain.max), unknown=is_unknown(chain))
    return f"{' × '.join(wrapped)} = {whole}"


def is_unknown(chain: Chain) -> bool:
    """Whether a share of unknown size lies on a chain."""
    return any(step.unknown for step in chain.steps)


def chain_names(nodes: Iterable[str], entities: Mapping[str, Entity]) -> str:
    """The entities of a chain or path on one line.

    Examples
    --------
    >>> chain_names(["s", "c"], {"s": Entity("s", "Chinese state", "state")})
    'Chinese state → c'
    """
    return " → ".join(_name(key, entities) for key in nodes)


def chains_to_the_end(sheet: Sheet) -> list[Chain]:
    """Chains that go up to the top (or down to the bottom), strongest first.

    Where a loop has no top, every chain through it is one.
    """
    ends = [stake for stake in sheet.stakes if stake.ultimate]
    ends = ends or [stake for stake in sheet.stakes if stake.in_loop]
    chains = [chain for stake in ends for chain in stake.chains]
    return sorted(chains, key=lambda chain: (-chain.min, -chain.max, len(chain.nodes), chain.nodes))


def chain_count(sheet: Sheet) -> tuple[int, bool]:
    """How many chains go to the top (or bottom), and whether that number is exact."""
    ends = [stake for stake in sheet.stakes if stake.ultimate]
    ends = ends or [stake for stake in sheet.stakes if stake.in_loop]
    return sum(stake.chains_total for stake in ends), all(stake.chains_exact for stake in ends)


def first_sentence(
    sheet: Sheet, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> str:
    """What a sheet says, in a few sentences.

    Parameters
    ----------
    sheet : Sheet
        Owners or holdings.
    entities : Mapping of str to Entity
        At least everyone in the sheet.
    sources : Mapping of str to Source
        The sources of the data.
    """
    name = _name(sheet.entity, entities)
    when = f" on {sheet.as_of}" if sheet.as_of else ""
    if not sheet.stakes:
        if sheet.direction == "up":
            return f"Nobody is recorded as an owner of {name}{when}."
        return f"{name} holds no recorded share of anything{when}."
    if sheet.direction == "down":
        told_down = _down_in_words(sheet, name, entities, sources)
        return f"As of {sheet.as_of}: {told_down}" if when else told_down
    told = [*_direct_in_words(sheet, name, entities, sources), *_top_in_words(sheet, entities)]
    return " ".join([f"As of {sheet.as_of}:", *told] if when else told)


def _direct_in_words(
    sheet: Sheet, name: str, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> list[str]:
    stated: list[str] = []
    others: dict[tuple[str, bool], list[str]] = {}
    giver = "the source"
    for stake, told, rest in _direct_parts(sheet):
        owner = _name(stake.id, entities)
        if told:
            says = status_in_words("stated", sources.get(told.relations[0].reference))
            stated.append(f"{owner} {_holds(told)} {name}, {says}.")
        if rest:
            says = status_in_words("stated", sources.get(rest.relations[0].reference))
            giver = says.removesuffix(" says")
            # A size that is bounded by others is told owner by owner below.
            bare = rest.min == 0 and rest.unknown and rest.max >= 100 and not told
            plain = owner if bare else f"{owner} ({_rest_size(rest, told)})"
            others.setdefault((rest.weakest, bare), []).append(plain)
    parts = stated[:_FEW]
    if len(stated) > _FEW:
        parts.append(f"{len(stated) - _FEW:,} more shares are given.")
    if not stated and "stated" in sheet.statuses:
        parts.append(f"{giver[:1].upper()}{giver[1:]} gives no share in {name}.")
    for (status, bare), names in others.items():
        parts.append(_unstated(status, bare, names))
    return parts


def direct_is_unknown(sheet: Sheet, statuses: Sequence[str]) -> bool:
    """Whether no source sizes a direct holding, by the links in these statuses alone."""
    return any(row.unknown for row in direct_holdings(direct_links(sheet, statuses)))


def direct_links(sheet: Sheet, statuses: Sequence[str]) -> tuple[Relation, ...]:
    """The direct links in some statuses, in the order of the stakes."""
    steps = filter(None, (stake.direct_holding for stake in sheet.stakes))
    return tuple(link for step in steps for link in step.relations if link.status in statuses)


def _direct_parts(sheet: Sheet) -> list[tuple[Stake, Holding | None, Holding | None]]:
    """Each direct holding in two: what is stated, and what is said beyond that."""
    steps = [(stake, step) for stake in sheet.stakes if (step := stake.direct_holding)]
    links = [link for _, step in steps for link in step.relations if link.status == "stated"]
    told = {(row.owner, row.owned): row for row in direct_holdings(links)}
    parts: list[tuple[Stake, Holding | None, Holding | None]] = []
    for stake, step in steps:
        sure = told.get((step.owner, step.owned))
        if sure is None:
            parts.append((stake, None, step))
            continue
        beyond = [
            link
            for link in step.relations
            if link.status != "stated" and not _told_again(link, sure)
        ]
        parts.append((stake, sure, next(iter(direct_holdings(beyond)), None)))
    return parts


def _told_again(link: Relation, sure: Holding) -> bool:
    """Whether another source tells the same once more, or tells no size where one is stated."""
    if link.reference in _references(sure):
        return False
    return (link.share is None and not sure.unknown) or any(
        link.share == one.share for one in sure.relations
    )


def _references(step: Holding) -> set[str]:
    return {link.reference for link in step.relations}


def _holds(step: Holding) -> str:
    if step.min > 0 or not step.unknown:
        return f"holds {step_in_words(step)} of"
    most = "" if step.max >= 100 else f", at most {percent(step.max)},"
    if all(link.type == "has_interest_in" for link in step.relations):
        return f"has an interest of unknown kind and size{most} in"
    return f"holds a part ({step_in_words(step)}) of"


def _rest_size(rest: Holding, told: Holding | None) -> str:
    """The size, as an addition when the same source states another part."""
    if told is None or not _references(rest) <= _references(told):
        return step_in_words(rest)
    if rest.unknown and rest.min == 0:
        return f"more, {SIZE_UNKNOWN}"
    return f"{step_in_words(rest)} more"


def _unstated(status: str, bare: bool, names: Sequence[str]) -> str:
    many = len(names) > 1
    count = f"{len(names):,} interests" if many else "An interest"
    size = " of unknown size" if bare else ""
    return f"{count}{size} {_how(status, many)}: {_listed(names)}."


def _top_in_words(sheet: Sheet, entities: Mapping[str, Entity]) -> list[str]:
    tops = [stake for stake in sheet.stakes if stake.ultimate and not stake.direct]
    if not tops:
        return []
    names = [_name(stake.id, entities) for stake in tops]
    verb = "stand" if len(names) > 1 else "stands"
    return [f"At the top of the chains {verb} {_listed(names)}."]


def _down_in_words(
    sheet: Sheet, name: str, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> str:
    stated: list[str] = []
    others: dict[str, list[str]] = {}
    for stake, told, rest in _direct_parts(sheet):
        company = _name(stake.id, entities)
        if told:
            says = status_in_words("stated", sources.get(told.relations[0].reference))
            stated.append(f"{name} {_holds(told)} {company}, {says}.")
        if rest:
            others.setdefault(rest.weakest, []).append(f"{company} ({_rest_size(rest, told)})")
    parts = stated[:_FEW]
    if len(stated) > _FEW:
        parts.append(f"{len(stated) - _FEW:,} more shares are given.")
    for status, names in others.items():
        many = len(names) > 1
        count = f"{len(names):,} interests" if many else "An interest"
        parts.append(f"{count} in {_listed(names)} {_how(status, many)}.")
    further = sum(not stake.direct for stake in sheet.stakes)
    if further:
        parts.append(f"Through these, {further:,} more.")
    return " ".join(parts)


def _how(status: str, many: bool) -> str:
    verb = "are" if many else "is"
    words = {"inferred": "our reading", "ungraded": "not assessed"}.get(status, status)
    return f"{verb} {words}"


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_FEW])
    if len(names) > _FEW:
        shown.append(f"{len(names) - _FEW:,} more")
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def footnotes(sheet: Sheet, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """What must be known to read the numbers: the rule, unknown shares, loops."""
    notes = []
    if (
        sum(step.unknown for step in filter(None, (stake.direct_holding for stake in sheet.stakes)))
        > 1
    ):
        notes.append(
            "Several shares are of unknown size. They cannot all be large at once: each upper "
            "value assumes that the others are as small as can be."
        )
    if any(stake.unknown for stake in sheet.stakes):
        notes.append("An unknown share counts as 0 up to what the others surely leave.")
    notes.append(sheet.rule or RULE)
    if sheet.loops:
        notes.append(
            "A loop was met, so the chains alone do not add up to the effective share: what goes "
            "round the loop comes on top."
        )
        notes += [loop_in_words(loop, sheet, entities) for loop in sheet.loops[:_FEW]]
        if len(sheet.loops) > _FEW:
            notes.append(f"{_FEW} of {len(sheet.loops):,} loops named.")
    else:
        notes.append("No loop was met.")
    return tuple(notes)


def loop_in_words(loop: Sequence[str], sheet: Sheet, entities: Mapping[str, Entity]) -> str:
    """A loop by the names of its members, and whether it has a solution."""
    names = [_name(key, entities) for key in loop]
    closed = set(loop) in [set(one) for one in sheet.closed_loops]
    end = " Nobody outside holds it: shares through it are undetermined." if closed else ""
    if len(loop) == 1:
        return f"{names[0]} holds a part of itself.{end}"
    return f"{_listed(names)} hold each other in a circle.{end}"


def relations_of(chains: Iterable[Chain]) -> tuple[Relation, ...]:
    """Every link of some chains once, in the order of the data."""
    found = {link.id: link for chain in chains for step in chain.steps for link in step.relations}
    return tuple(sorted(found.values(), key=lambda link: (link.row, link.id)))


def _name(key: str, entities: Mapping[str, Entity]) -> str:
    return name_of(entities[key]) if key in entities else key


def warnings_in_words(sheet: Sheet, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """What does not add up, entities by their names; closed loops are told apart."""
    said = [
        f"The direct shares in {_name(key, entities)} add up to more than 100 %: {total:g} %."
        for key, total in sheet.sums_over_100
    ]
    said += [
        f"The ranges in {_name(row.owned, entities)} do not fit together: "
        f"{_name(row.owner, entities)} is given up to {row.max:g} %, and the others leave at most "
        f"{left:g} %."
        for row, left in sheet.too_wide
    ]
    for one in contradictions(relations_of(all_chains(sheet))):
        owner, owned = _name(one.first.source, entities), _name(one.first.target, entities)
        said.append(f"{owner} and {owned}: {one.reason}")
    return tuple(dict.fromkeys(said))


def all_chains(sheet: Sheet) -> list[Chain]:
    """Every chain a sheet lists."""
    return [chain for stake in sheet.stakes for chain in stake.chains]

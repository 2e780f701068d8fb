"""What falls when somebody is listed: the regulators' own examples, ranges, unknowns, laws."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import FilterError
from graph.model import PartialDate, Relation, Share
from graph.sanctions import RULES, WhatIf, proposed_targets, what_if
from graph.store import open_store


class Links:
    """A store with nothing but links."""

    def __init__(self, links: Iterable[Relation]) -> None:
        self.links = list(links)

    def links_of(self, ids: Collection[str]) -> list[Relation]:
        wanted = set(ids)
        return [link for link in self.links if {link.source, link.target} & wanted]


def own(*rows: str) -> Links:
    """Rows such as ``a > b 25-50 alleged art``; ``?`` is an unknown share, ``=`` a control link."""
    links = []
    for number, row in enumerate(rows, start=2):
        source, sign, target, *rest = row.split()
        share = rest[0] if rest and rest[0] != "?" else ""
        status = rest[1] if len(rest) > 1 else "stated"
        kind = "controls" if sign == "=" else "owns" if share else "has_interest_in"
        links.append(
            Relation(
                f"r{number}",
                source,
                target,
                kind,
                Share.parse(share),
                status,
                reference=rest[2] if len(rest) > 2 else "",
                row=number,
            )
        )
    return Links(links)


def outcomes(answer: WhatIf) -> dict[str, str]:
    return {verdict.id: verdict.outcome for verdict in answer.verdicts}


@pytest.mark.parametrize(
    ("rows", "listed", "entity", "falls"),
    [
        (["x > a 50", "a > b 50"], "x", "b", True),
        (["x > a 50", "x > b 50", "a > c 25", "b > c 25"], "x", "c", True),
        (["x > a 50", "x > b 10", "a > b 40"], "x", "b", True),
        (["x > a 50", "x > b 25", "a > c 25", "b > c 25"], "x", "c", False),
        (["x > a 25", "x > b 25", "a > c 50", "b > c 50"], "x", "c", False),
        (["x > a 25", "y > a 25", "a > b 50"], "xy", "b", True),
        (["x > a 25", "y > a 24.9"], "xy", "a", False),
    ],
)
@pytest.mark.parametrize("rule", ["ofac", "eu"])
def test_half_is_enough_added_up_and_again_at_every_step(
    rows: Sequence[str], listed: str, entity: str, falls: bool, rule: str
) -> None:
    verdict = what_if(own(*rows), list(listed), rule).verdict(entity)
    assert verdict is not None
    assert verdict.outcome == ("certain" if falls else "clear")


def test_a_verdict_says_when_how_much_and_through_whom() -> None:
    answer = what_if(own("x > a 60", "x > c 10", "a > b 100", "b > c 45 alleged"), ["x"])
    last = answer.verdict("c")
    assert last is not None
    assert (last.outcome, last.round) == ("certain", 3)
    assert (last.held.min, last.held.max) == (55.0, 55.0)
    assert [chain.nodes for chain in last.chains] == [("x", "c"), ("x", "a", "b", "c")]
    assert [chain.weakest for chain in last.chains] == ["stated", "alleged"]
    assert last.chains_total == 2
    assert (last.weakest, last.on_stated) == ("alleged", "clear")
    assert [verdict.id for verdict in answer.verdicts] == ["a", "b", "c"]


def test_a_stated_majority_is_not_made_less_certain_by_an_alleged_addition() -> None:
    verdict = what_if(own("x > a 60", "y > a 10 alleged"), ["x", "y"]).verdict("a")
    assert verdict is not None
    assert (verdict.outcome, verdict.weakest, verdict.on_stated) == ("certain", "stated", "certain")
    assert verdict.held.min == 70.0


def test_what_falls_by_what_is_alleged_is_not_told_as_stated() -> None:
    answer = what_if(own("x > a 60 alleged", "a > b 100", "x > c 10 alleged", "x > d 60"), ["x"])
    told = {verdict.id: (verdict.words, verdict.reason) for verdict in answer.verdicts}
    assert told["a"][0] == "Would fall under the rule, if what is alleged holds"
    assert told["a"][1].startswith("It is alleged that ")
    assert told["b"][1].startswith("Counting what is alleged, ")
    assert told["c"][1].startswith("It is alleged that ")
    assert told["d"][0] == "Falls under the rule" and "alleged" not in told["d"][1]


def test_what_does_not_fall_names_the_holdings_behind_its_number() -> None:
    verdict = what_if(own("x > a 30", "y > a 10", "z > a 60"), ["x", "y"]).verdict("a")
    assert verdict is not None
    assert verdict.outcome == "clear" and "40 %" in verdict.reason
    assert [(step.owner, step.min) for step in verdict.holders] == [("x", 30.0), ("y", 10.0)]
    assert [link.id for step in verdict.holders for link in step.relations] == ["r2", "r3"]


def test_a_range_that_straddles_half_is_possible_and_one_that_does_not_is_clear() -> None:
    answer = what_if(own("x > a 40-60", "a > b 100", "x > c 20-49.9"), ["x"])
    assert outcomes(answer) == {"a": "possible", "b": "possible", "c": "clear"}
    verdict = answer.verdict("a")
    assert verdict is not None
    assert (verdict.held.min, verdict.held.max) == (40.0, 60.0)
    assert "40–60 %" in verdict.reason


def test_an_unknown_share_cannot_be_determined_here_or_further_down() -> None:
    answer = what_if(own("x > a ? alleged", "a > b 80", "x > b 5"), ["x"])
    assert outcomes(answer) == {"a": "undeterminable", "b": "undeterminable"}
    below = answer.verdict("b")
    assert below is not None
    assert [link.id for link in below.unknown] == ["r2"]
    assert below.weakest == "alleged"
    assert below.on_stated == "clear"
    assert below.words == "Cannot be determined"
    # Shares that are known decide before an unknown one is asked for.
    assert outcomes(what_if(own("x > a 50", "y > a ?"), ["x", "y"])) == {"a": "certain"}
    assert outcomes(what_if(own("x > a 40-50", "y > a ?"), ["x", "y"])) == {"a": "possible"}


def test_what_others_surely_hold_bounds_the_unknown_of_all_blocked_persons_together() -> None:
    # Each of the two may hold up to 40, but only 40 is left for both.
    answer = what_if(own("x > a ?", "y > a ?", "z > a 60"), ["x", "y"])
    verdict = answer.verdict("a")
    assert verdict is not None
    assert verdict.outcome == "clear"
    assert (verdict.held.min, verdict.held.max) == (0.0, 40.0)
    assert "a part of unknown size (at most 40 %)" in verdict.reason
    assert "0–40" not in verdict.reason
    assert outcomes(what_if(own("x > a ?", "z > a 40"), ["x"])) == {"a": "undeterminable"}


def test_control_counts_for_the_eu_alone() -> None:
    links = own("x = a", "a > b 50", "x > c 30")
    assert outcomes(what_if(links, ["x"], "eu")) == {"a": "certain", "b": "certain", "c": "clear"}
    american = what_if(links, ["x"], "ofac")
    assert set(outcomes(american).values()) == {"clear"}
    verdict = american.verdict("a")
    assert verdict is not None
    assert [link.id for link in verdict.controls] == ["r2"]
    assert "FAQ 398" in verdict.notes[0]


def test_control_by_whom_nothing_is_certain_of_is_no_more_certain() -> None:
    answer = what_if(own("x > a ?", "a = b", "x > c 40-60", "c = d"), ["x"], "eu")
    assert outcomes(answer) == {
        "a": "undeterminable",
        "b": "undeterminable",
        "c": "possible",
        "d": "possible",
    }


def test_loops_own_shares_and_the_listed_themselves() -> None:
    answer = what_if(own("x > a 30", "b > a 70", "a > b 100", "c > c 40", "x > c 30"), ["x"])
    assert outcomes(answer) == {"a": "clear", "b": "clear", "c": "clear"}
    answer = what_if(own("x > a 50", "a > b 60", "b > a 50", "b > x 10"), ["x"])
    assert outcomes(answer) == {"a": "certain", "b": "certain"}
    verdict = answer.verdict("a")
    assert verdict is not None
    assert verdict.held.min == 50.0
    assert verdict.held_in_all.min == 100.0
    assert answer.verdict("x") is None


def test_nothing_is_downstream_of_nobody() -> None:
    assert what_if(own("x > a 100"), []).verdicts == ()
    assert what_if(own("x > a 100"), ["a"]).verdicts == ()


def test_statuses_and_dates_are_the_callers_choice() -> None:
    links = own("x > a 60 proposed", "x > b 60 alleged")
    assert outcomes(what_if(links, ["x"])) == {"b": "certain"}
    assert outcomes(what_if(links, ["x"], statuses=["stated"])) == {}
    assert outcomes(what_if(links, ["x"], statuses=["proposed"])) == {"a": "certain"}
    sold = Links(
        [Relation("r2", "x", "a", "owns", Share(100, 100), "stated", until=PartialDate(2019))]
    )
    assert outcomes(what_if(sold, ["x"])) == {}
    assert outcomes(what_if(sold, ["x"], as_of=PartialDate(2018))) == {"a": "certain"}


@pytest.mark.parametrize(
    ("rows", "outcome", "noted"),
    [
        (["x > a 30 stated s1", "x > a 30 stated s2"], "clear", False),
        (["x > a 30 stated s1", "x > a 30 stated s1"], "certain", False),
        (["x > a 30 stated s1", "x > a 25 stated s2"], "clear", True),
        (["x > a 30 stated s1", "x > a 25 stated s1"], "certain", False),
        (
            ["x > a 30 stated s1", "x > a 30 stated s2", "x > a ? stated s2"],
            "undeterminable",
            True,
        ),
    ],
)
def test_what_two_sources_say_counts_once_and_what_one_says_adds_up(
    rows: Sequence[str], outcome: str, noted: bool
) -> None:
    verdict = what_if(own(*rows), ["x"]).verdict("a")
    assert verdict is not None
    assert verdict.outcome == outcome
    assert any("Sources disagree" in note for note in verdict.notes) == noted


def test_chains_are_counted_beyond_what_is_listed() -> None:
    rows = []
    for level in range(6):
        for middle in "mk":
            rows += [f"n{level} > {middle}{level} 50", f"{middle}{level} > n{level + 1} 50"]
    verdict = what_if(own(*rows), ["n0"]).verdict("n6")
    assert verdict is not None
    assert verdict.chains_total == 2**6
    assert len(verdict.chains) == 20
    assert all(len(chain.nodes) == 13 for chain in verdict.chains)


def test_the_answer_carries_rule_date_source_and_disclaimer() -> None:
    answer = what_if(own("x > a 60"), ["x"], "eu").to_dict()
    assert answer["disclaimer"] == "Not legal advice."
    assert answer["rule"]["date"] == "2024-07-03"
    assert "Council" in answer["rule"]["sources"][0]["title"]
    assert [one.title for one in RULES["ofac"].sources] == ["OFAC FAQ 401", "OFAC FAQ 398"]
    assert answer["counts"]["certain"] == 1
    assert answer["verdicts"][0]["chains"][0]["shares"] == [[60.0, 60.0]]
    with pytest.raises(FilterError, match="uk"):
        what_if(own("x > a 60"), ["x"], "uk")


@pytest.mark.parametrize("rule", ["ofac", "eu"])
def test_what_the_proposed_targets_mean_for_zhenhua_cannot_be_determined(rule: str) -> None:
    store = open_store("data")
    targets = proposed_targets(store)
    assert set(targets.ids) == {"cetc", "zhenhua-electronics", "meng-ya-ping"}
    answer = what_if(store, targets.ids, rule)
    verdict = answer.verdict("zhenhua-data")
    assert verdict is not None
    assert verdict.outcome == "undeterminable"
    assert verdict.weakest == "alleged"
    assert verdict.on_stated == ""
    assert {chain.nodes[0] for chain in verdict.chains} == {"cetc", "zhenhua-electronics"}
    assert {link.locator for link in verdict.unknown} == {"¶13"}
    assert answer.counts["certain"] == 0


def test_proposed_targets_come_with_what_else_is_proposed() -> None:
    found = proposed_targets(open_store("data"))
    by_id = {target.id: target for target in found.targets}
    assert [hit.measure.id for hit in by_id["cetc"].hits] == ["sanctions-organisations"]
    elsewhere = {measure.id: measure for measure in found.elsewhere}
    assert {"eu-entry-ban", "eu-asset-freeze", "blacklist"} <= elsewhere.keys()
    # Pressure on the state and a list of party members list neither the state nor the party.
    assert {"joint-pressure", "party-sanctions-list", "technology-export-ban"} <= elsewhere.keys()
    effects = [link.source for link in elsewhere["blacklist"].effects]
    assert effects == ["eu-entry-ban", "eu-asset-freeze"]
    assert [link.target for link in elsewhere["eu-entry-ban"].applies_to] == ["blacklist"]
    assert found.searched == found.total
    assert proposed_targets(open_store("data"), statuses=("stated",)).ids == ()


NAMES = "xabcdef"


@st.composite
def any_links(draw: st.DrawFn) -> list[Relation]:
    """Shares, ranges and unknown ones with loops, and control links."""
    links: list[Relation] = []
    for owned in NAMES[1:]:
        left = 100
        for owner in NAMES:
            if not draw(st.booleans()):
                continue
            row = len(links) + 2
            kind = draw(st.sampled_from(["owns", "owns", "owns", "unknown", "controls"]))
            share = None
            if kind == "owns":
                high = draw(st.integers(0, left))
                share = Share(draw(st.integers(0, high)), high)
                left -= high
            status = draw(st.sampled_from(["stated", "inferred", "alleged"]))
            name = "controls" if kind == "controls" else "owns"
            links.append(Relation(f"r{row}", owner, owned, name, share, status, row=row))
    return links


GRAVITY = {"": 0, "clear": 0, "undeterminable": 1, "possible": 2, "certain": 3}


def certain(answer: WhatIf) -> set[str]:
    return {verdict.id for verdict in answer.of("certain")}


@settings(max_examples=80)
@given(any_links(), st.sampled_from(["ofac", "eu"]), st.data())
def test_raising_a_share_never_unblocks(
    links: list[Relation], rule: str, data: st.DataObject
) -> None:
    sized = [place for place, link in enumerate(links) if link.share and link.type == "owns"]
    if not sized:
        return
    place = data.draw(st.sampled_from(sized))
    share = links[place].share
    assert share is not None
    low = data.draw(st.floats(share.min, 100))
    more = [*links]
    more[place] = replace(links[place], share=Share(low, max(low, share.max)))
    before, after = (what_if(Links(some), ["x"], rule) for some in (links, more))
    assert certain(before) <= certain(after)
    held = links[place]
    if held.source == "x":
        for entity, outcome in outcomes(before).items():
            assert GRAVITY[outcome] <= GRAVITY[outcomes(after)[entity]]


@settings(max_examples=80)
@given(any_links(), st.sampled_from(["ofac", "eu"]), st.randoms(use_true_random=False))
def test_order_does_not_matter(links: list[Relation], rule: str, chance: random.Random) -> None:
    shuffled = list(links)
    chance.shuffle(shuffled)
    first, second = (what_if(Links(some), ["x", "a"], rule) for some in (links, shuffled))
    assert first.to_dict() == second.to_dict()


@settings(max_examples=80)
@given(any_links())
def test_listing_more_blocks_no_less_and_the_eu_rule_reaches_no_less_far(
    links: list[Relation],
) -> None:
    store = Links(links)
    few, many = what_if(store, ["x"]), what_if(store, ["x", "a"])
    assert certain(few) <= certain(many) | {"a"}
    assert certain(few) <= certain(what_if(store, ["x"], "eu"))


def fallen(shares: dict[tuple[str, str], float], listed: set[str]) -> set[str]:
    """The rule on exact shares, said as plainly as can be."""
    down = set(listed)
    while True:
        more = {
            owned
            for _, owned in shares
            if sum(
                held for (owner, other), held in shares.items() if other == owned and owner in down
            )
            >= 50
        }
        if more <= down:
            return down - listed
        down |= more


@st.composite
def ranges(draw: st.DrawFn) -> list[Relation]:
    """A few ranges that may add up to more than a whole, without loops."""
    links: list[Relation] = []
    for place, owned in enumerate("abcd", start=1):
        for owner in draw(st.lists(st.sampled_from("xabcd"[:place]), max_size=3, unique=True)):
            low = draw(st.sampled_from([0, 10, 25, 40, 50]))
            high = max(low, draw(st.sampled_from([25, 50, 60, 100])))
            row = len(links) + 2
            links.append(
                Relation(f"r{row}", owner, owned, "owns", Share(low, high), "stated", row=row)
            )
    return links[:8]


@settings(max_examples=60)
@given(ranges())
def test_certain_falls_in_every_case_and_nothing_falls_that_was_called_clear(
    links: list[Relation],
) -> None:
    said = outcomes(what_if(Links(links), ["x"]))
    ends = [(link.share.min, link.share.max) for link in links if link.share]
    for choice in itertools.product(*ends):
        shares = {
            (link.source, link.target): held for link, held in zip(links, choice, strict=True)
        }
        whole = {owned: sum(v for (_, o), v in shares.items() if o == owned) for _, owned in shares}
        if any(total > 100 for total in whole.values()):
            continue
        down = fallen(shares, {"x"})
        assert {entity for entity, outcome in said.items() if outcome == "certain"} <= down
        assert {said[entity] for entity in down} <= {"certain", "possible"}

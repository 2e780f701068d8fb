"""Effective ownership against answers worked out by hand, and the laws it must keep."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import PartialDate, Relation, Share
from graph.ownership import Sheet, Stake, holdings, owners


class Links:
    """A store with nothing but links."""

    def __init__(self, links: Collection[Relation]) -> None:
        self.links = list(links)

    def links_of(self, ids: Collection[str]) -> list[Relation]:
        wanted = set(ids)
        return [link for link in self.links if {link.source, link.target} & wanted]


def own(*rows: str) -> Links:
    """Rows such as ``a > b 25-50 alleged``; ``?`` is an unknown share, ``=`` a control link."""
    links = []
    for number, row in enumerate(rows, start=2):
        source, sign, target, *rest = row.split()
        share = rest[0] if rest and rest[0] != "?" else ""
        status = rest[1] if len(rest) > 1 else "stated"
        kind = "controls" if sign == "=" else "owns"
        links.append(
            Relation(f"r{number}", source, target, kind, Share.parse(share), status, row=number)
        )
    return Links(links)


def stakes(sheet: Sheet) -> dict[str, Stake]:
    return {stake.id: stake for stake in sheet.stakes}


def ranges(sheet: Sheet) -> dict[str, tuple[float | None, float | None]]:
    return {
        stake.id: (
            None if stake.share.min is None else round(stake.share.min, 6),
            None if stake.share.max is None else round(stake.share.max, 6),
        )
        for stake in sheet.stakes
    }


def test_shares_multiply_along_a_chain_and_control_does_not_dilute() -> None:
    sheet = owners(own("a > b 51", "b > c 51", "c > d 51"), "d")
    assert ranges(sheet)["a"] == (13.2651, 13.2651)
    top = stakes(sheet)["a"]
    assert top.ultimate and top.controller and not top.direct
    assert top.chains[0].nodes == ("a", "b", "c", "d")


def test_chains_add_up_over_a_diamond() -> None:
    sheet = owners(own("a > b 50", "a > c 40", "b > d 60", "c > d 40"), "d")
    assert ranges(sheet)["a"] == (46.0, 46.0)
    assert [chain.nodes[1] for chain in stakes(sheet)["a"].chains] == ["b", "c"]


def test_parallel_holdings_add_up() -> None:
    sheet = owners(own("a > b 10", "a > b 15.5"), "b")
    assert ranges(sheet) == {"a": (25.5, 25.5)}
    assert sheet.unexplained.min == 74.5


def test_a_second_source_corroborates_and_does_not_double() -> None:
    def told(row: int, reference: str, share: str = "60") -> Relation:
        return Relation(
            f"r{row}", "a", "c", "owns", Share.parse(share), "stated", reference=reference, row=row
        )

    assert ranges(owners(Links([told(2, "s1"), told(3, "s2")]), "c")) == {"a": (60.0, 60.0)}
    assert ranges(owners(Links([told(2, "s1", "20"), told(3, "s1", "20")]), "c"))["a"][0] == 40.0
    both = owners(Links([told(2, "s1"), told(3, "s2")]), "c").stakes[0].chains[0].steps[0]
    assert len(both.relations) == 2


@pytest.mark.parametrize(
    ("tellings", "expected", "disputed"),
    [
        (["s1 20", "s2 30"], (20.0, 30.0), True),
        (["reg 60 owns", "press 60 has_interest_in"], (60.0, 60.0), False),
        (["reg 60 owns 2020", "press 60 owns 2020-03"], (60.0, 60.0), False),
        (["reg 60", "press 50-75"], (60.0, 60.0), False),
        (["reg 25-50", "press 40-75"], (40.0, 50.0), False),
        (["reg 60", "press ?"], (60.0, 60.0), False),
        (["reg 30", "press 29.99"], (29.99, 30.0), True),
        (["reg 20", "reg 20", "press 40"], (40.0, 40.0), False),
        (["reg 60", "press 30", "press ?"], (60.0, 60.0), False),
        (["reg 30", "press 30", "press ?"], (30.0, 90.0), True),
        (["reg ?", "press ?"], (0.0, 90.0), False),
        (["reg 40", "reg ?", "press 25-30"], (25.0, 90.0), True),
    ],
)
def test_one_source_adds_up_and_another_tells_the_same_holding(
    tellings: list[str], expected: tuple[float, float], disputed: bool
) -> None:
    links = [Relation("r1", "b", "c", "owns", Share(10, 10), "stated", reference="reg")]
    for row, telling in enumerate(tellings, start=2):
        source, share, kind, since, *_ = [*telling.split(), "owns", ""]
        since = "" if since == "owns" else since
        links.append(
            Relation(
                f"r{row}",
                "a",
                "c",
                kind,
                Share.parse(share.replace("?", "")),
                "stated",
                since=PartialDate.parse(since),
                reference=source,
                row=row,
            )
        )
    for some in (links, links[::-1]):
        sheet = owners(Links(some), "c")
        assert ranges(sheet)["a"] == expected
        assert any("disagree" in warning for warning in sheet.warnings) == disputed


@pytest.mark.parametrize(
    ("tellings", "weakest"),
    [
        (["s1 60 stated", "s2 60 alleged"], "stated"),
        (["s1 30 stated", "s1 30 alleged"], "alleged"),
        (["s1 30 stated", "s1 30 alleged", "s2 60 inferred"], "inferred"),
        (["s1 ? stated", "s2 60 alleged"], "alleged"),
        (["s1 ? stated", "s2 ? alleged"], "stated"),
    ],
)
def test_a_holding_is_as_certain_as_its_most_certain_source(
    tellings: list[str], weakest: str
) -> None:
    links = []
    for row, telling in enumerate(tellings, start=2):
        source, share, status = telling.split()
        size = Share.parse(share.replace("?", ""))
        links.append(Relation(f"r{row}", "a", "c", "owns", size, status, reference=source, row=row))
    for some in (links, links[::-1]):
        assert owners(Links(some), "c").stakes[0].chains[0].weakest == weakest


def test_ranges_take_all_minima_and_all_maxima() -> None:
    sheet = owners(own("a > b 25-50", "b > c 50-100"), "c")
    assert ranges(sheet)["a"] == (12.5, 50.0)


def test_an_unknown_share_reaches_up_to_what_the_others_do_not_surely_hold() -> None:
    sheet = owners(own("a > c 60", "b > c ?"), "c")
    assert ranges(sheet) == {"a": (60.0, 60.0), "b": (0.0, 40.0)}
    assert stakes(sheet)["b"].unknown and not stakes(sheet)["a"].unknown
    assert (sheet.declared.min, sheet.declared.max) == (60.0, 100.0)


def test_an_unknown_share_is_told_however_weak_its_chain() -> None:
    rows = ["o > z ?", "z > c 1"]
    for number in range(21):
        rows += [f"o > m{number} 50", f"m{number} > c 2"]
    found = stakes(owners(own(*rows), "c"))["o"]
    assert len(found.chains) == 20 and not any(chain.unknown for chain in found.chains)
    assert found.unknown and found.direct_holding is None
    rows = ["o > c ?"]
    for number in range(21):
        rows += [f"o > m{number} 50", f"m{number} > c 2"]
    found = stakes(owners(own(*rows), "c"))["o"]
    assert found.unknown and found.direct_holding is not None and found.direct_holding.unknown


def test_an_unknown_share_on_a_loop_counts_where_a_way_leads_through_it() -> None:
    found = stakes(owners(own("o > a 50", "a > a ?", "a > c 50"), "c"))
    assert found["o"].unknown and not found["a"].unknown
    found = stakes(owners(own("o > b 50", "a > b 50", "b > a ?"), "b"))
    assert found["o"].unknown and not found["a"].unknown
    down = stakes(holdings(own("a > b 50", "b > b ?", "b > c 10", "b > a ?"), "a"))
    assert down["b"].unknown and down["c"].unknown
    assert not stakes(holdings(own("a > b 50", "b > a ?"), "a"))["b"].unknown


def test_a_company_that_holds_itself_lifts_its_owner() -> None:
    sheet = owners(own("a > c 80", "c > c 20"), "c")
    assert ranges(sheet) == {"a": (100.0, 100.0)}
    assert sheet.loops == (("c",),)
    assert stakes(sheet)["a"].ultimate


def test_a_cross_holding_pair() -> None:
    sheet = owners(own("o > a 80", "p > b 80", "a > b 20", "b > a 20"), "a")
    # o: 0.8 / (1 - 0.04); p: 0.8 * 0.2 / (1 - 0.04); b: 0.2, a round trip through b not counted.
    assert ranges(sheet) == {
        "o": (83.333333, 83.333333),
        "p": (16.666667, 16.666667),
        "b": (20.0, 20.0),
    }
    assert stakes(sheet)["b"].in_loop and not stakes(sheet)["o"].in_loop


def test_a_loop_of_three_with_one_owner_outside() -> None:
    sheet = owners(own("o > a 50", "c > a 50", "a > b 100", "b > c 100"), "c")
    # o reaches c by 0.5 * (1 + 0.5 + 0.25 + ...) = 1.
    assert ranges(sheet)["o"] == (100.0, 100.0)
    assert sheet.loops == (("a", "b", "c"),) and not sheet.closed_loops


def test_a_closed_loop_is_undetermined_and_named() -> None:
    sheet = owners(own("a > b 100", "b > a 100", "a > c 50", "d > c 50"), "c")
    answer = ranges(sheet)
    assert answer["d"] == (50.0, 50.0)
    assert answer["a"] == answer["b"] == (None, None)
    assert sheet.closed_loops == (("a", "b"),)
    assert "undetermined" in sheet.to_dict()["owners"][1]


def test_maxima_that_cannot_hold_together_spoil_the_maximum_only() -> None:
    sheet = owners(
        own(
            "a > b 25-75",
            "c > b 25-75",
            "b > a 25-75",
            "c > a 25-75",
            "a > c 25-75",
            "b > c 25-75",
            "o > a 10",
        ),
        "c",
    )
    outsider = stakes(sheet)["o"]
    assert outsider.undetermined and outsider.share.max == 100.0
    assert outsider.share.min is not None and 0 < outsider.share.min < 10


def test_direct_shares_over_100_are_reported_and_kept() -> None:
    sheet = owners(own("a > c 80", "b > c 60"), "c")
    assert sheet.over_100 and "140" in sheet.warnings[0]
    assert sheet.declared.max == 100.0
    assert ranges(sheet) == {"a": (80.0, 80.0), "b": (60.0, 60.0)}


def test_nobody_holds_more_than_a_whole() -> None:
    sheet = owners(own("a > b 100", "b > c 60", "b > c 60"), "c")
    assert ranges(sheet) == {"a": (100.0, 100.0), "b": (100.0, 100.0)}
    assert sheet.over_100 and "120 %" in sheet.warnings[0]
    # Each way is possible alone; the sum is not.
    sheet = owners(own("a > b 100", "a > c 60", "b > c 60"), "c")
    assert stakes(sheet)["a"].share.min == stakes(sheet)["a"].share.max == 100.0
    assert sheet.over_100 and "120 %" in sheet.warnings[0]


def test_a_whole_in_parts_is_a_whole() -> None:
    rows = [f"a > b{part} 100" for part in range(3)]
    rows += ["b0 > c 33.3", "b1 > c 33.3", "b2 > c 33.4"]
    assert stakes(owners(own(*rows), "c"))["a"].share.min == 100.0
    ring = own("o > a 70", "o > b 30", "a > b 70", "b > a 30")
    assert stakes(owners(ring, "a"))["o"].share.max == 100.0


def test_statuses_are_told_apart_and_proposed_stays_out() -> None:
    sheet = owners(own("a > c 30", "b > c 30 alleged", "d > c 10 proposed"), "c")
    assert set(ranges(sheet)) == {"a", "b"}
    assert stakes(sheet)["b"].stated.max == 0.0
    assert stakes(sheet)["b"].chains[0].weakest == "alleged"


def test_a_date_picks_the_shares_that_held() -> None:
    links = Links(
        [
            Relation("r2", "a", "c", "owns", Share(100, 100), "stated", until=PartialDate(2019)),
            Relation("r3", "b", "c", "owns", Share(100, 100), "stated", since=PartialDate(2020)),
        ]
    )
    assert set(ranges(owners(links, "c"))) == {"b"}
    assert set(ranges(owners(links, "c", as_of=PartialDate(2018)))) == {"a"}
    assert set(ranges(owners(links, "c", as_of=PartialDate(2021, 5)))) == {"b"}


def test_links_marked_indirect_are_not_counted_twice() -> None:
    links = [*own("a > b 100", "b > c 50").links]
    links.append(
        Relation("r9", "a", "c", "owns", Share(50, 50), "stated", extra={"indirect": "yes"}, row=9)
    )
    assert ranges(owners(Links(links), "c"))["a"] == (50.0, 50.0)


def test_control_needs_more_than_the_threshold_and_counts_the_group() -> None:
    links = own("x > a 51", "x > b 26", "a > b 25", "y > b 49")
    assert owners(links, "b").controllers == ("x",)
    assert owners(own("x > b 50"), "b").controllers == ()
    assert owners(own("x > b 50-60"), "b").possible_controllers == ("x",)
    assert owners(own("x = h", "h > b 60"), "b").controllers == ("h", "x")
    assert owners(links, "b", threshold=25).controllers == ("x", "y")


def test_possible_control_is_bounded_by_what_others_surely_hold() -> None:
    rows = ["z > c 60", "x > s 100", "x > t 100", "s > c ?", "t > c ?"]
    sheet = owners(own(*rows), "c")
    assert (sheet.controllers, sheet.possible_controllers) == (("z",), ())
    assert holdings(own(*rows), "x").possibly_controlled == ()
    rows[0] = "z > c 40"
    assert set(owners(own(*rows), "c").possible_controllers) == {"s", "t", "x"}
    assert owners(own("a > c 30-60", "b > c 50"), "c").possible_controllers == ()


def test_ranges_that_do_not_fit_together_are_told() -> None:
    sheet = owners(own("a > c 30-60", "b > c 50-80", "z > c 10-20"), "c")
    # a: 100 - 50 - 10; b: 100 - 30 - 10; z: 100 - 30 - 50 is what it is given.
    assert [warning.split(": ")[1] for warning in sheet.warnings] == [
        "a is given up to 60 %, and the others leave at most 40 %.",
        "b is given up to 80 %, and the others leave at most 60 %.",
    ]
    assert owners(own("a > c 25-50", "b > c 50-75", "d > c ?"), "c").warnings == ()


def test_holdings_mirror_owners() -> None:
    links = own("a > b 50", "b > c 40", "d > c 60", "a > c 10")
    down = ranges(holdings(links, "a"))
    assert down == {"b": (50.0, 50.0), "c": (30.0, 30.0)}
    assert holdings(links, "a").to_dict()["holdings"][0]["id"] == "b"


def test_many_chains_are_counted_and_cut() -> None:
    rows = []
    for level in range(10):
        rows += [f"n{level} > m{level} 50", f"n{level} > k{level} 50"]
        rows += [f"m{level} > n{level + 1} 50", f"k{level} > n{level + 1} 50"]
    top = stakes(owners(own(*rows), "n10"))["n0"]
    assert top.chains_total == 2**10
    assert len(top.chains) == 20
    assert top.share.min == pytest.approx(100 * 0.5**10)


def test_nobody_owns_it() -> None:
    sheet = owners(own("a > b 10"), "a")
    assert not sheet.stakes
    assert (sheet.unexplained.min, sheet.unexplained.max) == (100.0, 100.0)


NAMES = "abcdefg"


@st.composite
def acyclic(draw: st.DrawFn) -> list[Relation]:
    """Direct shares that never pass 100 % of a company, without loops."""
    links: list[Relation] = []
    for place, owned in enumerate(NAMES[1:], start=1):
        left = 100.0
        for owner in NAMES[:place]:
            share = draw(st.integers(0, 50))
            if share and share <= left:
                left -= share
                links.append(
                    Relation(
                        f"r{len(links) + 2}",
                        owner,
                        owned,
                        "owns",
                        Share(share, share),
                        "stated",
                        row=len(links) + 2,
                    )
                )
    return links


@settings(max_examples=60, deadline=None)
@given(acyclic())
def test_without_loops_the_system_equals_the_sum_over_chains(links: list[Relation]) -> None:
    sheet = owners(Links(links), "g")
    for stake in sheet.stakes:
        if stake.chains_total <= len(stake.chains):
            assert stake.share.min == pytest.approx(sum(chain.min for chain in stake.chains))
        assert stake.share.max is not None and stake.share.max <= 100 + 1e-9


@st.composite
def any_links(draw: st.DrawFn) -> list[Relation]:
    """Direct shares with loops that never pass 100 % of a company."""
    links: list[Relation] = []
    for owned in NAMES:
        left = 100
        for owner in NAMES:
            share = draw(st.integers(0, 45))
            if share and share <= left and draw(st.booleans()):
                left -= share
                row = len(links) + 2
                links.append(
                    Relation(
                        f"r{row}", owner, owned, "owns", Share(share, share), "stated", row=row
                    )
                )
    return links


@settings(max_examples=60, deadline=None)
@given(any_links(), st.randoms(use_true_random=False))
def test_shares_stay_within_100_and_names_and_order_do_not_matter(
    links: list[Relation], chance: random.Random
) -> None:
    before = ranges(owners(Links(links), "g"))
    for low, high in before.values():
        assert low is None or (high is not None and -1e-9 <= low <= high <= 100 + 1e-6)
    shuffled = list(links)
    chance.shuffle(shuffled)
    renamed = [
        Relation(
            link.id,
            f"x{link.source}",
            f"x{link.target}",
            link.type,
            link.share,
            link.status,
            row=link.row,
        )
        for link in shuffled
    ]
    after = ranges(owners(Links(renamed), "xg"))
    assert after == {f"x{key}": pytest.approx(value) for key, value in before.items()}


@settings(max_examples=60, deadline=None)
@given(any_links(), st.data())
def test_raising_what_one_of_several_sources_says_never_lowers_a_minimum(
    links: list[Relation], data: st.DataObject
) -> None:
    if not links:
        return
    place = data.draw(st.integers(0, len(links) - 1))
    told: list[Relation] = []
    for source in data.draw(st.lists(st.sampled_from(["", "s", "t"]), min_size=2, max_size=4)):
        share = data.draw(st.integers(0, 20))
        told.append(
            replace(
                links[place],
                id=f"t{len(told)}",
                share=Share(share, share),
                reference=source,
            )
        )
    which = data.draw(st.integers(0, len(told) - 1))
    more = [*told]
    raised = data.draw(st.integers(20, 25))
    more[which] = replace(told[which], share=Share(raised, raised))
    rest = links[:place] + links[place + 1 :]
    before, after = (ranges(owners(Links(rest + some), "g")) for some in (told, more))
    for key, (low, _) in before.items():
        new = after[key][0]
        if low is not None and new is not None:
            assert new >= low - 1e-6


@settings(max_examples=60, deadline=None)
@given(any_links(), st.data())
def test_raising_a_direct_minimum_never_lowers_an_effective_one(
    links: list[Relation], data: st.DataObject
) -> None:
    if not links:
        return
    place = data.draw(st.integers(0, len(links) - 1))
    link = links[place]
    assert link.share is not None
    room = 100 - sum(
        other.share.min for other in links if other.target == link.target and other.share
    )
    raised = link.share.min + data.draw(st.floats(0, max(room, 0)))
    more = [*links]
    more[place] = Relation(
        link.id, link.source, link.target, "owns", Share(raised, raised), "stated", row=link.row
    )
    before, after = ranges(owners(Links(links), "g")), ranges(owners(Links(more), "g"))
    for key, (low, _) in before.items():
        new = after[key][0]
        if low is not None and new is not None:
            assert new >= low - 1e-6

"""The quick ways of working out ownership agree with the plain ones."""

from __future__ import annotations

import random
from collections.abc import Collection

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Relation, Share
from graph.ownership import chains, owners, round_trips
from graph.ownership.chains import strongest_chains
from graph.ownership.control import control_links_of, controlled_by, controllers_of
from graph.ownership.direct import direct_holdings
from graph.views import levels
from tests.fakes import link, store_of
from tests.test_ownership import any_links, own, ranges, stakes

NAMES = "abcdefg"


@st.composite
def holdings_and_control(draw: st.DrawFn) -> list[Relation]:
    """Any shares, over 100 % too, and ``controls`` links."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16))
    links = []
    for row, (owner, owned) in enumerate(pairs, start=2):
        kind = draw(st.sampled_from(["owns", "owns", "owns", "controls"]))
        low = draw(st.integers(0, 60))
        share = None if draw(st.booleans()) else Share(low, low + draw(st.integers(0, 40)))
        links.append(Relation(f"r{row}", owner, owned, kind, share, "stated", row=row))
    return links


@settings(max_examples=200)
@given(holdings_and_control(), st.sampled_from([10.0, 25.0, 50.0]), st.booleans())
def test_controllers_are_those_who_control(
    links: list[Relation], threshold: float, certain: bool
) -> None:
    rows = direct_holdings(link for link in links if link.type == "owns")
    told = control_links_of(links)
    expected = {
        who
        for who in NAMES[1:]
        if "a" in controlled_by(rows, who, threshold, certain=certain, control_links=told)
    }
    found = controllers_of(rows, "a", threshold, certain=certain, control_links=told)
    assert found == expected


def test_nested_groups_control_step_by_step() -> None:
    rows = []
    for level in range(60):
        below = "c" if level == 0 else f"p{level - 1}"
        rows += [f"p{level} > a{level} 60", f"p{level} > b{level} 60"]
        rows += [f"a{level} > {below} 30", f"b{level} > {below} 30"]
    assert set(owners(own(*rows), "c").controllers) == {f"p{level}" for level in range(60)}


def test_who_only_controls_through_a_controls_link_far_up_is_found() -> None:
    sheet = owners(own("x > h 60", "h = z", "z > c 60"), "c")
    assert sheet.controllers == ("h", "x", "z")


@settings(max_examples=60)
@given(any_links(), st.randoms(use_true_random=False))
def test_round_trips_are_the_diagonal_of_the_inverse(
    links: list[Relation], chance: random.Random
) -> None:
    # One large circle through everyone, and what else was drawn.
    pairs = dict.fromkeys(zip(NAMES, NAMES[1:] + NAMES[:1], strict=True), 0.3)
    pairs |= {(link.source, link.target): chance.random() * 0.2 for link in links}
    places = np.array([[NAMES.index(name) for name in pair] for pair in pairs], dtype=np.intp)
    far, near = places.T
    shares = np.array(list(pairs.values()))
    held = np.zeros((len(NAMES), len(NAMES)))
    held[far, near] = shares
    expected = np.diag(np.linalg.inv(np.eye(len(NAMES)) - held))
    solvable = max(abs(np.linalg.eigvals(held))) < 1
    for small in (0, 100):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(round_trips, "_DENSE", small)
            circle = round_trips.Circle.of(np.arange(len(pairs)), far, near)
            back = round_trips.round_trips(circle, shares)
        assert len(circle.cut) + len(circle.order) == len(NAMES)
        assert (back is not None) == solvable
        if back is not None:
            assert back == pytest.approx(expected)


def test_a_large_circle_is_solved_without_following_it() -> None:
    size = 400
    rows = [f"n{n} > n{(n + 1) % size} 50" for n in range(size)] + ["o > n0 40", "n7 > c 10"]
    # Once around is half of a half of a half …: next to nothing.
    answer = ranges(owners(own(*rows), "c"))
    assert answer["n7"] == (10.0, 10.0)
    assert answer["n6"] == (5.0, 5.0)
    assert answer["o"][0] == pytest.approx(40 * 0.5**7 * 0.1, abs=1e-6)


def test_everyone_has_a_chain_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "MAX_STEPS_TRIED", 30)
    rows = []
    for level in range(10):
        for one in "xy":
            rows += [f"{one}{level + 1} > {other}{level} 50" for other in "xy"]
    rows += ["x0 > c 50", "y0 > c 50", "c > z 1"]
    sheet = owners(own(*rows), "c")
    top = stakes(sheet)["x10"]
    assert all(stake.chains for stake in sheet.stakes)
    assert (top.chains_total, top.chains_exact) == (2**10, True)
    assert 1 <= len(top.chains) < 20
    assert top.share.min == pytest.approx(50.0)


def test_behind_a_loop_the_number_of_chains_is_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "MAX_STEPS_TRIED", 1)
    rows = own("a > b 40", "b > a 40", "a > c 30", "b > c 30", "o > a 20", "d > c 10")
    sheet = owners(rows, "c")
    found = stakes(sheet)
    assert (found["d"].chains_total, found["d"].chains_exact) == (1, True)
    assert not found["o"].chains_exact and found["o"].chains_total >= 1


def test_numbers_that_are_too_large_to_write_are_at_least() -> None:
    rows = []
    for level in range(60):
        rows += [f"n{level} > m{level} 50", f"n{level} > k{level} 50"]
        rows += [f"m{level} > n{level + 1} 50", f"k{level} > n{level + 1} 50"]
    top = stakes(owners(own(*rows), "n60"))["n0"]
    assert top.chains_total == chains.MAX_COUNTED
    assert not top.chains_exact


@given(any_links())
def test_chains_pass_nobody_twice_and_come_strongest_first(links: list[Relation]) -> None:
    found = strongest_chains(direct_holdings(links), "g", up=True)
    for other, list_of in found.chains.items():
        assert [(-chain.min, -chain.max) for chain in list_of] == sorted(
            (-chain.min, -chain.max) for chain in list_of
        )
        for chain in list_of:
            assert (chain.nodes[0], chain.nodes[-1]) == (other, "g")
            assert len(set(chain.nodes)) == len(chain.nodes)
            assert [step.owner for step in chain.steps] == list(chain.nodes[:-1])
    down = strongest_chains(direct_holdings(links), "g", up=False)
    assert all(chain.nodes[0] == "g" for list_of in down.chains.values() for chain in list_of)


def test_a_very_deep_chain_is_not_asked_for_level_by_level() -> None:
    store = store_of(*(link(f"n{n + 1} owns n{n}", n + 2, share="90") for n in range(200)))
    asked: list[int] = []
    plain = store.links_of

    def counting(ids: Collection[str]) -> list[Relation]:
        asked.append(len(ids))
        return plain(ids)

    store.links_of = counting  # type: ignore[method-assign]
    sheet = owners(store, "n0")
    assert len(sheet.stakes) == 200
    assert stakes(sheet)["n200"].share.min == pytest.approx(100 * 0.9**200)
    assert len(asked) <= levels.PATIENCE + 1

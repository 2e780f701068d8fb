"""The picture of a loop of ownership."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest

from graph.model import Entity, Relation, Share
from graph.ownership.direct import direct_holdings
from graph.picture.appearance import THEMES
from ui.panels.ring import MOST_MEMBERS, ring, ring_order

NAMES = {key: Entity(key, f"{key.upper()} Ltd", "company") for key in "abc"}


def holdings(*rows: tuple[str, str, float]) -> list[Relation]:
    return [
        Relation(f"r{number}", owner, owned, "owns", Share(share, share), "stated", row=number)
        for number, (owner, owned, share) in enumerate(rows, start=2)
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_members_stand_with_their_shares_on_the_arrows(theme: str) -> None:
    rows = direct_holdings(holdings(("a", "b", 30), ("b", "c", 40), ("c", "a", 50)))
    drawn = ring(("a", "b", "c"), rows, NAMES, THEMES[theme])
    said = {text.text for text in ET.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}text")}
    assert said == {"A Ltd", "B Ltd", "C Ltd", "30 %", "40 %", "50 %"}
    assert drawn.words == (
        "C Ltd holds 50 % of A Ltd; A Ltd holds 30 % of B Ltd; B Ltd holds 40 % of C Ltd"
    )


def test_a_holding_in_itself_is_drawn_too() -> None:
    rows = direct_holdings(holdings(("a", "a", 12.5)))
    drawn = ring(("a",), rows, NAMES, THEMES["light"])
    assert drawn.words == "A Ltd holds 12.5 % of A Ltd"
    assert "12.5 %" in drawn.svg


def test_parallel_holdings_stand_on_one_arrow_added_up() -> None:
    rows = direct_holdings(holdings(("a", "b", 10), ("a", "b", 15), ("b", "a", 5)))
    drawn = ring(("a", "b"), rows, NAMES, THEMES["light"])
    assert drawn.words == "B Ltd holds 5 % of A Ltd; A Ltd holds 25 % of B Ltd"


def test_names_are_text_whatever_they_hold() -> None:
    hostile = {"a": Entity("a", "<script>x</script> & Co", "company")}
    drawn = ring(("a",), direct_holdings(holdings(("a", "a", 5))), hostile, THEMES["light"])
    root = ET.fromstring(drawn.svg)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "<script" not in drawn.svg


def test_a_large_group_shows_its_shortest_circle() -> None:
    names = [f"n{number:02}" for number in range(20)]
    around = [*itertools.pairwise(names), (names[-1], names[0])]
    assert len(ring_order(names, around)) == MOST_MEMBERS
    shortcut = [*around, (names[2], names[0])]
    assert ring_order(names, shortcut) == ("n00", "n01", "n02")

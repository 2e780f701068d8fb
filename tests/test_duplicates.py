"""Entities that may be one: found across scripts and spellings, with reasons, within bounds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.editing import Note, likely_duplicates
from graph.editing.alike import alike
from graph.editing.duplicates import LEAST_SCORE, likeness
from graph.model import Entity

CASES = Path(__file__).parents[2] / "shared" / "data" / "multiscript_names" / "cases.csv"


def firm(key: str, label: str, category: str = "company", **more: str) -> Entity:
    aliases = tuple(filter(None, more.pop("aliases", "").split(";")))
    return Entity(key, label, category, aliases, country=more.pop("country", ""), extra=more)


def pairs(*entities: Entity, notes: tuple[Note, ...] = ()) -> list[tuple[str, str]]:
    return [(pair.a, pair.b) for pair in likely_duplicates(entities, notes=notes).pairs]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("OAO Gazprom", "Газпром"),
        ("Halsema, Femke", "Femke HALSEMA"),
        ("Société Générale S.A.", "Societe Generale"),
        ("Friedrich Buchenberg", "FridrichBuchenberg"),
        ("Vladimir Putin", "Владимир Владимирович Путин"),
    ],
)
def test_names_of_one_are_found(one: str, other: str) -> None:
    assert pairs(firm("a", one), firm("x", "Somebody Else"), firm("b", other)) == [("a", "b")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Olaf Scholz", "Octavian Scholz"),
        ("Volkswagen Aktiengesellschaft", "Siemens Aktiengesellschaft"),
        ("Bank 12", "Bank 13"),
        ("高石早苗", "高市早苗"),
    ],
)
def test_names_of_two_are_left_apart(one: str, other: str) -> None:
    assert pairs(firm("a", one), firm("b", other)) == []


def test_an_equal_identifier_is_a_strong_reason_and_a_different_one_speaks_against() -> None:
    found = likely_duplicates(
        [
            firm("a", "Old Name", lei="5493-00X"),
            firm("b", "New Title", lei="549300x"),
            firm("c", "Twin", kvk="1"),
            firm("d", "Twin", kvk="2"),
        ]
    )
    assert [(pair.a, pair.b) for pair in found.pairs] == [("a", "b")]
    assert found.pairs[0].reasons == ("Same lei: 5493-00X",)


def test_an_alias_counts_as_a_name() -> None:
    assert pairs(firm("a", "CETC"), firm("b", "Electronics Group", aliases="x;CETC")) == [
        ("a", "b")
    ]


def test_what_speaks_against_is_said() -> None:
    pair = likeness(firm("a", "Bank AG", country="DE"), firm("b", "Bank GmbH", country="AT"))
    assert pair is not None
    assert pair.reasons == (
        "Same name: “Bank AG” / “Bank GmbH”",
        "Against: other legal forms",
        "Against: DE, AT",
    )
    assert likeness(firm("a", "Paris", "person"), firm("b", "Paris", "country")) is not None
    assert likeness(firm("a", "Parisa Ann", "person"), firm("b", "Paris Ann", "country")) is None


def test_what_was_told_apart_is_not_proposed_again() -> None:
    both = (firm("a", "Twin"), firm("b", "Twin"))
    assert pairs(*both) == [("a", "b")]
    assert pairs(*both, notes=(Note("not_same_as", "b", "a"),)) == []
    assert pairs(*both, notes=(Note("same_as", "b", "a"),)) == [("a", "b")]


def test_only_so_many_are_given_and_all_are_counted() -> None:
    found = likely_duplicates([firm(str(n), "Twin") for n in range(6)], limit=3)
    assert (len(found.pairs), found.total, found.entities) == (3, 15, 6)


def test_the_work_does_not_grow_with_the_square(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [firm(str(n), f"Bank of {n:05d} Holding") for n in range(2_000)]
    assert likely_duplicates(many).compared < 2_000 * 20
    monkeypatch.setattr("graph.editing.duplicates.MAX_COMPARED", 100)
    bounded = likely_duplicates(many)
    assert bounded.compared == 100
    assert "there are more" in bounded.note


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_bounded_and_goes_both_ways(one: str, other: str) -> None:
    score = alike(one, other)
    assert 0 <= score <= 100
    assert alike(other, one) == pytest.approx(score)


@given(st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12))
def test_a_name_is_like_itself(name: str) -> None:
    assert alike(name, name.upper().lower()) == 100 or alike(name, name) in (0, 100)


@pytest.mark.skipif(not CASES.exists(), reason="the public list of names is not beside the project")
def test_names_in_many_scripts() -> None:
    with CASES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wrong = hits = matches = 0
    for row in rows:
        found = alike(row["name1"], row["name2"]) >= LEAST_SCORE
        same = row["is_match"] == "true"
        matches += same
        hits += found and same
        wrong += found and not same
    assert len(rows) > 500
    # Most of what is one is found, and most of what is found is one: a person decides anyway.
    assert hits / matches > 0.7
    assert hits / (hits + wrong) > 0.8


def test_an_office_that_two_people_hold_is_not_proposed_as_one() -> None:
    one = Entity("a", "Member of the House", "role", holder="Henk Nijboer")
    other = Entity("b", "Member of the House", "role", holder="Jan Paternotte")
    again = Entity("c", "Member of the House", "role", holder="NIJBOER, Henk")
    assert likeness(one, other) is None
    assert likeness(one, again) is not None

"""A pasted list of names: hits, near hits and misses."""

from __future__ import annotations

import csv
import io

import pytest

from graph.editing import match_names, names_csv
from graph.loading import Row, Table, Tables, load_tables
from graph.store import Store

LABELS = {
    "gazprom": ("Gazprom OAO", ""),
    "halsema": ("Femke Halsema", "Mayor Halsema"),
    "siemens": ("Siemens AG", ""),
    "putin": ("Vladimir Putin", "Владимир Путин"),
    "formula": ("=1+1", ""),
    "bank-ag": ("Deutsche Bank AG", ""),
}


@pytest.fixture(scope="module")
def store() -> Store:
    rows = tuple(
        Row(line, {"id": key, "label": label, "category": "x", "aliases": aliases})
        for line, (key, (label, aliases)) in enumerate(LABELS.items(), 2)
    )
    return Store.of(load_tables(Tables("x", Table("e", (), rows), Table("r"))))


@pytest.mark.parametrize(
    ("name", "verdict", "first"),
    [
        ("Gazprom", "hit", "gazprom"),
        ("ГАЗПРОМ", "hit", "gazprom"),
        ("Halsema, Femke", "hit", "halsema"),
        ("  siemens   aktiengesellschaft ", "hit", "siemens"),
        ("Владимир Путин", "hit", "putin"),
        ("Wladimir Putin", "near", "putin"),
        ("Halsma", "near", "halsema"),
        ("Deutsche Bank GmbH", "near", "bank-ag"),
        ("putin", "hit", "putin"),
        ("Nobody Whatsoever", "miss", ""),
        ("?!", "miss", ""),
    ],
)
def test_each_name_is_a_hit_a_near_hit_or_a_miss(
    store: Store, name: str, verdict: str, first: str
) -> None:
    (match,) = match_names(store, [name])
    assert (match.verdict, match.found[0].id if match.found else "") == (verdict, first)


def test_lines_are_counted_as_they_were_pasted(store: Store) -> None:
    found = match_names(store, "Gazprom\r\n\r\n  \r\nSiemens\n")
    assert [(one.line, one.name) for one in found] == [(1, "Gazprom"), (4, "Siemens")]


def test_near_hits_come_best_first_with_what_matched(store: Store) -> None:
    (match,) = match_names(store, "Deutsche Bank SA")
    scores = [near.score for near in match.found]
    assert scores == sorted(scores, reverse=True)
    assert match.found[0].matched == "Deutsche Bank AG"


def test_a_long_hostile_line_is_looked_up_all_the_same(store: Store) -> None:
    assert match_names(store, ["\x00%_'\"; drop" + "x" * 100_000])[0].verdict == "miss"


def test_the_csv_has_a_row_for_each_name_and_runs_nothing(store: Store) -> None:
    table = list(csv.reader(io.StringIO(names_csv(match_names(store, "formula\n=HYPERLINK(1)")))))
    assert table[0] == ["line", "name", "verdict", "id", "label", "category", "matched", "score"]
    assert table[1][3:5] == ["formula", "'=1+1"]
    assert table[2][:3] == ["2", "'=HYPERLINK(1)", "miss"]

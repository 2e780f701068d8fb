"""Columns under other names."""

from __future__ import annotations

import pytest

from graph.loading.mapping import propose, renamed
from graph.loading.synonyms import SYNONYMS
from graph.loading.tables import KINDS, Row, Table


@pytest.mark.parametrize(
    ("columns", "kind", "wanted"),
    [
        (
            ["From", "To", "Relationship", "Percentage", "Start date", "End date"],
            "relations",
            ["source", "target", "type", "share", "since", "until"],
        ),
        (
            ["Van", "Naar", "Soort", "Belang", "Vanaf", "Tot", "Bron"],
            "relations",
            ["source", "target", "type", "share", "since", "until", "reference"],
        ),
        (
            ["De", "À", "Type de lien", "Pourcentage", "Depuis", "Jusqu'à"],
            "relations",
            ["source", "target", "type", "share", "since", "until"],
        ),
        (
            ["Von", "Nach", "Art", "Anteil (%)", "Seit", "Bis", "Quelle"],
            "relations",
            ["source", "target", "type", "share", "since", "until", "reference"],
        ),
        ([":START_ID", ":END_ID", ":TYPE"], "relations", ["source", "target", "type"]),
        ([":START_ID(Firm)", ":END_ID(Firm)", ":TYPE"], "relations", ["source", "target", "type"]),
        (
            ["node_id_start", "node_id_end", "rel_type", "start_date", "end_date", "sourceID"],
            "relations",
            ["source", "target", "type", "since", "until", "reference"],
        ),
        (["Source", "Target", "Label"], "relations", ["source", "target", "type"]),
        (["Bron", "Doel"], "relations", ["source", "target"]),
        (["Id", "Label"], "entities", ["id", "label"]),
        (["id:ID", "name:string", ":LABEL"], "entities", ["id", "label", "category"]),
        (["node_id", "name", "country_codes"], "entities", ["id", "label", "country"]),
        (
            ["Nummer", "Naam", "Categorie", "Land"],
            "entities",
            ["id", "label", "category", "country"],
        ),
        (["Identifiant", "Nom", "Catégorie"], "entities", ["id", "label", "category"]),
        (["Kennung", "Bezeichnung", "Kategorie"], "entities", ["id", "label", "category"]),
        (["id", "titel", "uitgever", "url"], "sources", ["id", "title", "publisher", "url"]),
    ],
)
def test_headers_of_other_tools_and_tongues(
    columns: list[str], kind: str, wanted: list[str]
) -> None:
    found = propose(columns)
    assert found.kind == kind
    assert dict(found.columns) == dict(zip(wanted, columns, strict=True))
    assert found.sure.keys() == found.columns.keys()


def test_a_name_alone_is_id_and_label() -> None:
    found = propose(["Naam", "Land"])
    assert (found.columns["id"], found.columns["label"]) == ("Naam", "Naam")
    assert found.sure["id"] == "guess"


def test_the_columns_decide_and_the_name_only_when_they_do_not() -> None:
    assert propose(["id", "title"], name="sources.csv").kind == "sources"
    assert propose(["from", "to"], name="nodes.csv").kind == "relations"
    assert propose(["x", "y"], name="links.csv").kind is None


def test_a_column_is_taken_once_and_only_known_ones_are() -> None:
    for kind in KINDS:
        every = sorted({word for words in SYNONYMS[kind].values() for word in words})
        found = propose(every, kind)
        assert set(found.columns) == set(SYNONYMS[kind])
        assert len(set(found.columns.values())) == len(found.columns)
        assert propose(["zzz", ""], kind).columns == {}


def test_directions_are_no_types() -> None:
    rows = [Row(2, {"Type": "Directed"}), Row(3, {"Type": "Undirected"})]
    assert "type" not in propose(["Source", "Target", "Type"], sample=rows).columns
    rows.append(Row(4, {"Type": "owns"}))
    assert propose(["Source", "Target", "Type"], sample=rows).columns["type"] == "Type"


def test_nothing_is_lost_when_columns_get_our_names() -> None:
    row = Row(2, {"naam": "A", "label": "B", "Label (file)": "C", "column 9": "D"})
    table = Table("e.csv", ("naam", "label", "Label (file)"), (row,))
    mapped = renamed(table, "entities", {"id": "naam", "label": "naam"}, "company")
    assert dict(mapped.rows[0].cells) == {
        "id": "A",
        "label": "A",
        "label (file)": "B",
        "Label (file)": "C",
        "column 9": "D",
        "category": "company",
    }
    assert mapped.columns == ("id", "label", "label (file)", "Label (file)", "category")

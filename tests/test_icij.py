"""Bundles of ICIJ's Offshore Leaks database."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from graph.formats import icij
from graph.formats.intake import inspect
from graph.formats.registry import reader_of
from graph.loading import Dataset, load_tables
from graph.model import PartialDate

FILES = {
    "nodes-entities.csv": (
        "node_id,name,original_name,former_name,jurisdiction,company_type,address,status,"
        "country_codes,countries,sourceID,valid_until,note\n"
        '10,"ACME, LTD.",,OLD NAME,BVI,Trust,,Active,CHN;HKG,China;Hong Kong,Panama Papers,2015,\n'
    ),
    "nodes-officers.csv": (
        "node_id,name,countries,country_codes,sourceID,valid_until,note\n"
        "20,A. Person,Malta,MLT,Paradise Papers,2016,Seen\n"
    ),
    "nodes-intermediaries.csv": (
        "node_id,name,status,internal_id,address,countries,country_codes,sourceID,valid_until,note\n"
        "30,Agents SA,,,,,,Panama Papers,2015,\n"
    ),
    "nodes-addresses.csv": (
        "node_id,address,name,countries,country_codes,sourceID,valid_until,note\n"
        "40,1 Main Street,,,,Panama Papers,2015,\n"
    ),
    "nodes-others.csv": "node_id,name,type,sourceID\n50,A Group,GROUP,Panama Papers\n",
    "relationships.csv": (
        "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
        "20,10,officer_of,shareholder of,,08-JAN-2013,2014-05,Panama Papers\n"
        "20,10,officer_of,Secretary of,,,soon,Panama Papers\n"
        "10,40,registered_address,registered address,,,,Panama Papers\n"
        "30,10,intermediary_of,intermediary of,Active,,,Panama Papers\n"
    ),
}


def bundle(folder: Path, packed: bool) -> Path:
    if packed:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for name, text in FILES.items():
                archive.writestr(f"full-oldb/{name}", text)
        (folder / "leaks.zip").write_bytes(data.getvalue())
        return folder / "leaks.zip"
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def checked(data: Dataset) -> None:
    assert data.report.ok
    assert {(one.id, one.label, one.category) for one in data.entities} == {
        ("10", "ACME, LTD.", "company"),
        ("20", "A. Person", "officer"),
        ("30", "Agents SA", "intermediary"),
        ("40", "1 Main Street", "address"),
        ("50", "A Group", "other"),
    }
    acme = next(one for one in data.entities if one.id == "10")
    assert (acme.aliases, acme.reference) == (("OLD NAME",), "Panama Papers")
    assert acme.extra["country_codes"] == "CHN;HKG" and acme.extra["status"] == "Active"
    assert [(one.type, one.extra["link"]) for one in data.relations] == [
        ("owns", "shareholder of"),
        ("secretary_of", "Secretary of"),
        ("registered_address", "registered address"),
        ("intermediary_of", "intermediary of"),
    ]
    first = data.relations[0]
    assert (first.share, first.since, first.until) == (
        None,
        PartialDate(2013, 1, 8),
        PartialDate(2014, 5),
    )
    assert data.relations[3].status == "ungraded", "ICIJ's status is no grade of evidence"
    assert data.relations[3].extra["status (file)"] == "Active"
    assert {one.id for one in data.sources} == {"Panama Papers", "Paradise Papers"}
    warnings = [(one.file.split("/")[-1], one.row) for one in data.report.of("warning")]
    assert warnings == [("relationships.csv", 3)], "the date that is none"


@pytest.mark.parametrize("packed", [True, False])
def test_a_bundle_is_recognised_and_read(tmp_path: Path, packed: bool) -> None:
    place = bundle(tmp_path, packed)
    if packed:
        assert reader_of(place) == "icij"
    checked(load_tables(icij.read(place)))
    checked(load_tables(inspect([place]).tables()))


def test_other_archives_are_no_bundle(tmp_path: Path) -> None:
    place = tmp_path / "a.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("entities.csv", "id,label,category\n")
    assert not icij.recognises(place, b"PK\x03\x04")

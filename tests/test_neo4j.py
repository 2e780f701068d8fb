"""CSV for Neo4j's import, in and out."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from graph.formats import neo4j
from graph.formats.intake import inspect
from graph.formats.package import Package
from graph.formats.registry import reader_of
from graph.loading import load_folder, load_tables
from graph.model import Entity, Relation, Share, Source


def saved(folder: Path, package: Package) -> Path:
    place = folder / "graph.zip"
    place.write_bytes(neo4j.write(package))
    return place


def test_the_default_data_comes_back(tmp_path: Path) -> None:
    data = load_folder("data")
    place = saved(tmp_path, Package.of(data))
    assert place.read_bytes() == neo4j.write(Package.of(data))
    assert reader_of(place) == "neo4j"
    for back in (load_tables(neo4j.read(place)), load_tables(inspect([place]).tables())):
        assert back.report.ok
        assert (back.entities, back.relations, back.sources) == (
            data.entities,
            data.relations,
            data.sources,
        )
    assert neo4j.losses(Package.of(data)) == ()


def test_headers_are_those_of_the_import_and_every_end_is_a_node(tmp_path: Path) -> None:
    entities = (
        Entity("a", "=A", "company", aliases=("x", "y"), extra={"lei": "01"}, row=2),
        Entity("gone", "gone", "unknown", placeholder=True),
    )
    links = (Relation("r2", "a", "gone", "owns", Share(5, 5), row=2),)
    package = Package("x", entities, links, (Source("s", "S", row=2),))
    with zipfile.ZipFile(saved(tmp_path, package)) as archive:
        assert archive.namelist() == ["nodes.csv", "relationships.csv", "sources.csv"]
        nodes = list(csv.reader(io.StringIO(archive.read("nodes.csv").decode())))
        rels = list(csv.reader(io.StringIO(archive.read("relationships.csv").decode())))
    assert nodes[0][:4] == ["id:ID", "label:string", ":LABEL", "aliases:string[]"]
    assert rels[0][:4] == [":START_ID", ":END_ID", ":TYPE", "share:string"]
    assert nodes[1][1] == "'=A", "no spreadsheet runs it"
    assert [row[0] for row in nodes[1:]] == ["a", "gone"]
    assert all(len(row) == len(nodes[0]) for row in nodes)
    back = load_tables(neo4j.read(tmp_path / "graph.zip"))
    assert (back.entities, back.relations, back.sources) == (entities, links, package.sources)


def test_other_peoples_files_are_read(tmp_path: Path) -> None:
    place = tmp_path / "g.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(
            "people.csv",
            "personId:ID(P),name,born:int,secret:IGNORE,:LABEL\n7,Ann,1970,x,Person;Boss\n",
        )
        archive.writestr("firms.csv", "firmId:ID(F),name,:LABEL\nf1,Firm,Company\n")
        archive.writestr(
            "owns.csv", ":START_ID(P),percent:double,:END_ID(F),:TYPE\n7,12.5,f1,OWNS\n"
        )
    data = load_tables(neo4j.read(place))
    assert data.report.ok
    person, firm = data.entities
    assert (person.id, person.label, person.category) == ("7", "Ann", "Person")
    assert dict(person.extra) == {"born": "1970", "labels": "Boss"}
    assert (firm.id, firm.category) == ("f1", "Company")
    (link,) = data.relations
    assert (link.source, link.target, link.type, link.share) == (
        "7",
        "f1",
        "OWNS",
        Share(12.5, 12.5),
    )

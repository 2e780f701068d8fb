"""What somebody brings: found, mapped, shown, and loaded or refused with a reason."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.formats import intake, spreadsheets, unpacking
from graph.formats.intake import Intake, inspect
from graph.formats.package import Package
from graph.loading import Dataset, RefusedData, load_folder, load_tables, rows_at_fault
from graph.loading.report import Problem
from graph.store import open_store

ENTITIES = b"id,label,category\na,Alpha,company\nb,Beta,person\n"
LINKS = b"source,target,type\na,b,owns\n"


def packed(files: dict[str, bytes], mode: int = 0) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return data.getvalue()


def told(problems: tuple[Problem, ...], severity: str = "error") -> list[str]:
    return [one.problem for one in problems if one.severity == severity]


def loaded(brought: Intake, **choice: bool) -> Dataset:
    data = load_tables(brought.tables(**choice))
    assert data.report.ok, data.report.of("error")
    return data


def test_two_files_under_other_names_load() -> None:
    brought = inspect(
        [
            ("bedrijven.csv", "Nr;Naam;Soort\n01;Café NV;bedrijf\n1;Société;company\n".encode()),
            ("links.csv", "Van\tNaar\tVerband\n01\t1\towns\n".encode("utf-16")),
        ]
    )
    assert [(part.kind, part.separator, part.encoding) for part in brought.parts] == [
        ("entities", "semicolon", "UTF-8"),
        ("relations", "tab", "utf-16"),
    ]
    assert brought.refusal() == ""
    data = loaded(brought)
    assert [(one.id, one.label, one.category) for one in data.entities] == [
        ("01", "Café NV", "bedrijf"),
        ("1", "Société", "company"),
    ]
    assert (data.relations[0].source, data.relations[0].target) == ("01", "1")
    infos = " ".join(told(data.report.problems, "info"))
    assert "Naam → label" in infos and "utf-16" in infos and "semicolon" in infos


def test_links_alone_are_refused_until_asked_for() -> None:
    brought = inspect([("links.csv", LINKS)])
    assert "ends of the links" in brought.refusal()
    refused = load_tables(brought.tables()).report
    assert told(refused.problems) == ["There is no table of entities."]
    data = loaded(brought, make_entities=True)
    assert [(one.id, one.category, one.placeholder) for one in data.entities] == [
        ("a", "unknown", True),
        ("b", "unknown", True),
    ]
    assert any("2 were made" in text for text in told(data.report.problems, "info"))
    assert not data.report.of("warning")


def test_links_without_a_type_ask_for_one() -> None:
    brought = inspect([("e.csv", ENTITIES), ("l.csv", b"from,to\na,b\n")])
    assert [(one.file, one.column) for one in brought.needs()] == [("l.csv", "type")]
    chosen = brought.with_mapping("l.csv", default_type="linked_to")
    assert chosen.needs() == ()
    data = loaded(chosen)
    assert data.relations[0].type == "linked_to"
    assert any("“linked_to” was chosen" in text for text in told(data.report.problems, "info"))


def test_gephis_type_says_no_type() -> None:
    edges = b"Source,Target,Type,Weight\na,b,Undirected,1.0\n"
    brought = inspect([("nodes.csv", b"Id,Label\na,A\nb,B\n"), ("edges.csv", edges)])
    assert [part.kind for part in brought.parts] == ["entities", "relations"]
    assert "type" not in brought.parts[1].mapping
    data = loaded(brought.with_mapping("edges.csv", default_type="linked_to"))
    assert dict(data.relations[0].extra) == {"Type (file)": "Undirected", "Weight": "1.0"}


def test_a_mapping_can_be_changed_and_looked_at() -> None:
    brought = inspect([("e.csv", ENTITIES), ("l.csv", b"x,y,z\na,b,owns\n")])
    assert brought.parts[1].kind is None
    assert any("fit neither" in text for text in told(brought.problems, "warning"))
    mapping = {"source": "y", "target": "x", "type": "z", "share": "gone"}
    part = brought.parts[1].choose(kind="relations", mapping=mapping)
    assert dict(part.mapping) == {"source": "y", "target": "x", "type": "z"}
    assert dict(part.mapped_preview()[0].cells) == {"source": "b", "target": "a", "type": "owns"}
    assert dict(part.preview[0].cells) == {"x": "a", "y": "b", "z": "owns"}
    data = loaded(brought.with_part(1, part))
    assert (data.relations[0].source, data.relations[0].target) == ("b", "a")
    assert brought.parts[1].kind is None, "the first intake is as it was"
    assert brought.parts[0].choose(kind=None).kind is None


def test_several_files_of_a_kind_become_one_and_keep_their_rows() -> None:
    more = b"source,target,type,share\nb,a,owns,130\n,a,owns,\n"
    brought = inspect([("e.csv", ENTITIES), ("one.csv", LINKS), ("two.csv", more)])
    data = load_tables(brought.tables())
    assert rows_at_fault(data.report) == (("two.csv", 3),)
    places = [(one.file, one.row) for one in data.report.problems if one.column == "share"]
    assert places == [("two.csv", 2)]
    data = load_tables(brought.tables(), leave_out=rows_at_fault(data.report))
    assert data.report.ok and len(data.relations) == 2
    assert len({one.id for one in data.relations}) == 2


def test_an_id_in_two_files_names_both_places() -> None:
    brought = inspect([("e.csv", ENTITIES), ("f.csv", ENTITIES[:-14]), ("l.csv", LINKS)])
    errors = load_tables(brought.tables()).report.of("error")
    assert [(one.file, one.row) for one in errors] == [("f.csv", 2)]
    assert "row 2 of e.csv" in errors[0].problem


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        ("a.csv", b"", "empty"),
        ("a.csv", bytes(range(256)) * 4, "no known encoding"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "old Office document"),
        ("a.zip", b"PK\x03\x04 but not really", "damaged"),
        ("a.zip", packed({}), "no table"),
    ],
)
def test_what_is_no_table_has_one_clear_problem(name: str, content: bytes, words: str) -> None:
    brought = inspect([(name, content)])
    errors = told(brought.problems)
    assert errors and words in errors[0]
    assert not load_tables(brought.tables(make_entities=True)).report.ok


def test_a_zip_with_folders_loads_and_what_is_left_is_told() -> None:
    files = {
        "case/e.csv": ENTITIES,
        "case/l.csv": LINKS,
        "__MACOSX/case/._e.csv": b"x",
        "readme.md": b"hello",
        "more.zip": packed({"a.csv": b"x"}),
    }
    brought = inspect([("case.zip", packed(files))])
    assert [part.file for part in brought.parts] == [
        "case.zip › case/e.csv",
        "case.zip › case/l.csv",
    ]
    assert len(loaded(brought).relations) == 1
    left = " ".join(one.problem for one in brought.problems)
    assert "more.zip” was left in the archive: it is an archive itself" in left
    assert "readme.md" in left and "__MACOSX" in left


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\e.csv"])
def test_a_path_out_of_a_zip_is_not_followed(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "in" / "a.zip"
    archive.parent.mkdir()
    archive.write_bytes(packed({name: LINKS, "l.csv": LINKS}))
    brought = inspect([archive])
    assert [part.file for part in brought.parts] == ["a.zip › l.csv"]
    assert any("leads out of it" in text for text in told(brought.problems))
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_links_to_other_files_in_a_zip_are_not_followed() -> None:
    brought = inspect([("a.zip", packed({"l.csv": b"/etc/passwd"}, stat.S_IFLNK | 0o777))])
    assert brought.parts == ()
    assert any("a link to another file" in text for text in told(brought.problems))


def test_a_zip_that_unpacks_to_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_SMALL", 10_000)
    bomb = packed({"l.csv": b"0" * 5_000_000})
    brought = inspect([("a.zip", bomb)])
    assert brought.parts == ()
    assert any("250 times its packed size" in text for text in told(brought.problems))


def test_more_rows_than_are_taken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_ROWS", 3)
    rows = b"source,target,type\n" + b"a,b,owns\n" * 9
    brought = inspect([("l.csv", rows)])
    assert brought.parts[0].total == 3
    assert any("more than 3 rows" in text for text in told(brought.problems))


def test_five_thousand_columns_live() -> None:
    names = [f"c{number}" for number in range(5_000)]
    wide = f"id,label,category,{','.join(names)}\na,A,company,{','.join(names)}\n"
    data = loaded(inspect([("e.csv", wide.encode()), ("l.csv", LINKS)]))
    assert len(data.entities[0].extra) == 5_000


def test_a_folder_given_as_data_needs_its_entities(tmp_path: Path) -> None:
    (tmp_path / "relations.csv").write_bytes(LINKS)
    with pytest.raises(RefusedData, match=r"no entities\.csv"):
        open_store(tmp_path)
    brought = inspect([tmp_path])
    assert loaded(brought, make_entities=True).relations[0].type == "owns"


def test_any_readable_file_opens_as_data(tmp_path: Path) -> None:
    book = tmp_path / "case.zip"
    book.write_bytes(packed({"e.csv": ENTITIES, "l.csv": LINKS}))
    store = open_store(book)
    assert (store.name, store.entity_count, store.relation_count) == ("case", 2, 1)
    book.write_bytes(packed({"e.csv": ENTITIES + b",No id,company\n", "l.csv": LINKS}))
    with pytest.raises(RefusedData) as refused:
        open_store(book)
    assert [one.row for one in refused.value.report.of("error")] == [4]
    links = tmp_path / "links.csv"
    links.write_bytes(LINKS)
    with pytest.raises(DataError, match="no table of entities"):
        open_store(links)


ODD = ["01", "1", "1.0", "NA", "null", "TRUE", "1e5", "=1+1", "'=1", "@x", " a", "ü", "-1"]


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_ids_stay_text_and_stay_different(suffix: str) -> None:
    cells = [one for one in ODD if not one.startswith("'")]
    text = "id\tlabel\tcategory\n" + "".join(f"{one}\tX\tcompany\n" for one in cells)
    links = "source\ttarget\ttype\n" + "".join(f"{one}\t01\towns\n" for one in cells)
    brought = inspect([(f"e.{suffix}", text.encode()), (f"l.{suffix}", links.encode())])
    data = load_tables(brought.tables())
    assert [one.id for one in data.entities] == cells
    assert [one.source for one in data.relations] == cells


def test_the_default_data_comes_back_from_a_zip(tmp_path: Path) -> None:
    data = load_folder("data")
    out = tmp_path / "data.zip"
    out.write_bytes(spreadsheets.write(Package.of(data)))
    assert out.read_bytes() == spreadsheets.write(Package.of(data))
    back = load_tables(spreadsheets.read(out))
    assert back.report.ok
    assert (back.entities, back.relations, back.sources) == (
        data.entities,
        data.relations,
        data.sources,
    )
    assert spreadsheets.losses(Package.of(data)) == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.zip", "a.xlsx", "a.txt", "b"]))
def test_whatever_is_brought_is_answered(content: bytes, name: str) -> None:
    brought = inspect([(name, content)])
    report = load_tables(brought.tables(make_entities=True)).report
    assert report.ok or report.of("error")


def test_notes_of_a_case_are_taken_for_no_entities_and_told() -> None:
    intake = inspect(
        (
            ("entities.csv", b"id,label,category\na,A,company\n"),
            ("relations.csv", b"source,target,type\na,a,owns\n"),
            ("notes.csv", b"id,kind,entity,other,relation,text,by,on\nn1,note,a,,,hello,me,\n"),
        )
    )
    tables = intake.tables()
    assert tables.entities is not None
    assert [row["id"] for row in tables.entities.rows] == ["a"]
    assert [one.problem for one in tables.problems if one.file == "notes.csv"] == [
        "These are the notes of a case; its 1 rows are left out."
    ]

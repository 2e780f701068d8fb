"""Loading: every row is loaded or named, whatever stands in the files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.loading import Dataset, folder_tables, load_folder, load_tables
from graph.loading.csvfile import MAX_CELL
from graph.loading.report import MAX_ALIKE, Findings, LoadReport, Problem, RefusedData
from graph.model import PartialDate, Share

ENTITIES = "id,label,category\na,Alpha,company\nb,Beta,state\n"
RELATIONS = "source,target,type\na,b,owns\n"


def write(
    folder: Path,
    entities: str | bytes = ENTITIES,
    relations: str | bytes = RELATIONS,
    sources: str | None = None,
) -> Path:
    for name, content in (("entities", entities), ("relations", relations), ("sources", sources)):
        if content is not None:
            data = content.encode() if isinstance(content, str) else content
            (folder / f"{name}.csv").write_bytes(data)
    return folder


def found(data: Dataset) -> list[tuple[str, str, int, str]]:
    return [(one.severity, one.file, one.row, one.column) for one in data.report.problems]


def test_a_clean_folder_loads_without_a_word(tmp_path: Path) -> None:
    data = load_folder(write(tmp_path))
    assert data.report.to_dict() == {"entities": 2, "relations": 1, "ok": True, "problems": []}
    assert [entity.label for entity in data.entities] == ["Alpha", "Beta"]
    assert [(link.id, link.source, link.target, link.row) for link in data.relations] == [
        ("r2", "a", "b", 2)
    ]
    assert data.name == tmp_path.name


def test_every_column_arrives(tmp_path: Path) -> None:
    entities = (
        "id,label,category,aliases,holder,holder_tense,country,description,reference,locator,lei\n"
        "m,Mayor,role,Major; Burgemeester ;Major,A. Holder,Current,NL,Runs a town,s,¶3,007\n"
    )
    relations = (
        "source,target,type,share,status,since,until,evidence,said_by,reference,locator,votes\n"
        'm,m,owns,25-50,alleged,2020-09,2021,"Says so, twice",minister,s,¶4,93\n'
    )
    sources = (
        "id,title,publisher,date,url,language,kind,pages\ns,T,P,2020,https://x.eu,nl,press,9\n"
    )
    data = load_folder(write(tmp_path, entities, relations, sources))
    assert data.report.problems == ()
    (mayor,), (link,), (source,) = data.entities, data.relations, data.sources
    assert mayor.aliases == ("Major", "Burgemeester")
    assert (mayor.holder, mayor.holder_tense, mayor.country) == ("A. Holder", "current", "NL")
    assert (mayor.description, mayor.reference, mayor.locator) == ("Runs a town", "s", "¶3")
    assert dict(mayor.extra) == {"lei": "007"}
    assert (link.share, link.status) == (Share(25, 50), "alleged")
    assert (link.since, link.until) == (PartialDate(2020, 9), PartialDate(2021))
    assert (link.evidence, link.said_by) == ("Says so, twice", "minister")
    assert dict(link.extra) == {"votes": "93"}
    assert (source.title, source.url, dict(source.extra)) == ("T", "https://x.eu", {"pages": "9"})


@pytest.mark.parametrize("odd", ["01", "NA", "null", "1e5", "TRUE", "-", "nan", "=1+1", "0x1F"])
def test_every_cell_is_text(tmp_path: Path, odd: str) -> None:
    data = load_folder(
        write(
            tmp_path,
            f"id,label,category,lei\n{odd},{odd},company,{odd}\n",
            f"source,target,type\n{odd},{odd},owns\n",
        )
    )
    entity = data.entities[0]
    assert (entity.id, entity.label, entity.extra["lei"]) == (odd, odd, odd)
    assert data.relations[0].source == odd
    assert data.report.ok and not data.report.of("warning")


@pytest.mark.parametrize("missing", ["folder", "file"])
def test_nothing_to_read_says_where_what_and_what_to_do(tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "nowhere" if missing == "folder" else tmp_path
    (tmp_path / "Entity.csv").write_text("id\n")
    with pytest.raises(DataError) as raised:
        load_folder(folder)
    text = str(raised.value)
    assert str(folder) in text and "entities.csv" in text
    if missing == "file":
        assert "Entity.csv" in text, "what is there helps to see the slip"


def test_a_folder_without_relations_is_in_error(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(ENTITIES)
    data = load_folder(tmp_path)
    assert found(data) == [("error", "relations.csv", 0, "")]
    assert len(data.entities) == 2


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_are_recognised_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    text = "id,label,category\né,Société “X” – één,company\n"
    data = load_folder(
        write(tmp_path, text.encode(encoding), "source,target,type\né,é,owns\n".encode(encoding))
    )
    assert data.entities[0].label == "Société “X” – één"
    assert data.report.ok
    infos = [one.problem for one in data.report.of("info") if one.file == "entities.csv"]
    assert [told in info for info in infos] == ([True] if told else [])


def test_one_data_set_has_one_hash_however_it_is_written(tmp_path: Path) -> None:
    def hash_of(name: str, entities: str | bytes) -> str:
        (tmp_path / name).mkdir()
        return load_folder(write(tmp_path / name, entities)).data_hash

    plain = hash_of("plain", ENTITIES)
    assert len(plain) == 12 and int(plain, 16) >= 0
    assert hash_of("semicolons", ENTITIES.replace(",", ";")) == plain
    assert hash_of("windows", b"\xef\xbb\xbf" + ENTITIES.replace("\n", "\r\n").encode()) == plain
    # Relations are named after their lines, so a blank line makes other data.
    assert hash_of("blank", ENTITIES.replace("\nb", "\n\nb")) != plain
    assert hash_of("blank_last", f"{ENTITIES}\n,,\n") == plain
    assert hash_of("other", ENTITIES.replace("Beta", "beta")) != plain
    assert hash_of("moved", ENTITIES.replace("a,Alpha", "aA,lpha")) != plain


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path: Path, first: str) -> None:
    data = load_folder(write(tmp_path, f"{first}\nid;label;category\na;A, B and C;company\n"))
    assert (data.entities[0].label, data.entities[0].row) == ("A, B and C", 3)


def test_a_long_cell_is_read_and_one_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "x" * 200_000
    data = load_folder(write(tmp_path, f"id,label,category\na,{long},company\n"))
    assert len(data.entities[0].label) == 200_000
    assert MAX_CELL == 10_000_000
    monkeypatch.setattr("graph.loading.csvfile.MAX_CELL", 1_000)
    (problem,) = (one for one in load_folder(tmp_path).report.of("error") if one.row == 2)
    assert "longer than 1,000 letters" in problem.problem
    assert "Shorten" in problem.fix


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_separators_are_recognised_and_told(tmp_path: Path, separator: str, name: str) -> None:
    entities = ENTITIES.replace(",", separator)
    relations = "source;target;type;share\na;b;owns;12,5\n".replace(";", separator)
    data = load_folder(write(tmp_path, entities, relations))
    assert data.relations[0].share == Share(12.5, 12.5)
    assert [name in one.problem for one in data.report.of("info")] == [True, True]


def test_rows_are_counted_as_an_editor_shows_them(tmp_path: Path) -> None:
    entities = (
        "id,label,category,description\r\n"  # 1
        'a,Alpha,company,"two\r\nlines"\r\n'  # 2-3
        "\r\n"  # 4
        'b,Beta,company,"three\n\nlines"\r\n'  # 5-7
        ",Nameless,company,\r\n"  # 8
        "c,Gamma,company,\r\n"  # 9
    )
    data = load_folder(write(tmp_path, entities))
    assert {entity.id: entity.row for entity in data.entities} == {"a": 2, "b": 5, "c": 9}
    assert found(data) == [
        ("error", "entities.csv", 8, "id"),
        ("info", "entities.csv", 4, ""),
    ]


@pytest.mark.parametrize(
    ("entities", "relations", "sources", "expected"),
    [
        ("id,label\na,A\n", RELATIONS, None, ("error", "entities.csv", 1, "category")),
        ("", RELATIONS, None, ("error", "entities.csv", 0, "")),
        ("id,label,id,category\n", RELATIONS, None, ("error", "entities.csv", 1, "id")),
        (ENTITIES + "a,Again,state\n", RELATIONS, None, ("error", "entities.csv", 4, "id")),
        (ENTITIES + "c, ,state\n", RELATIONS, None, ("error", "entities.csv", 4, "label")),
        (ENTITIES + "c,C,\n", RELATIONS, None, ("error", "entities.csv", 4, "category")),
        (ENTITIES + "c,C,state,much\n", RELATIONS, None, ("error", "entities.csv", 4, "")),
        (ENTITIES + 'c,"C,state\n', RELATIONS, None, ("error", "entities.csv", 4, "")),
        (ENTITIES + 'c,"C"x,state\n', RELATIONS, None, ("error", "entities.csv", 4, "")),
        (ENTITIES, "source,target,type\n,b,owns\n", None, ("error", "relations.csv", 2, "source")),
        (ENTITIES, "source,target,type\na,,owns\n", None, ("error", "relations.csv", 2, "target")),
        (ENTITIES, "source,target,type\na,b,\n", None, ("error", "relations.csv", 2, "type")),
        (ENTITIES, RELATIONS, "id\ns\ns\n", ("error", "sources.csv", 3, "id")),
        (ENTITIES, RELATIONS, "title\nT\n", ("error", "sources.csv", 1, "id")),
    ],
)
def test_errors(
    tmp_path: Path,
    entities: str,
    relations: str,
    sources: str | None,
    expected: tuple[str, str, int, str],
) -> None:
    data = load_folder(write(tmp_path, entities, relations, sources))
    assert found(data) == [expected]
    assert not data.report.ok
    assert all(one.fix for one in data.report.problems)


def test_bytes_of_no_encoding_are_in_error(tmp_path: Path) -> None:
    data = load_folder(write(tmp_path, ENTITIES.encode() + b"c,\x81\x9d,state\n"))
    assert found(data) == [("error", "entities.csv", 0, "")]


def test_a_file_that_cannot_be_opened_is_in_error(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "relations.csv").unlink()
    (tmp_path / "relations.csv").mkdir()
    assert found(load_folder(tmp_path)) == [("error", "relations.csv", 0, "")]


@pytest.mark.parametrize(
    ("entities", "relations", "sources", "expected"),
    [
        (ENTITIES + "c,C\n", RELATIONS, None, ("entities.csv", 4, "")),
        (ENTITIES + "A,Alpha,state\n", RELATIONS, None, ("entities.csv", 4, "id")),
        (ENTITIES + "a\xa0,Alpha,state\n", RELATIONS, None, ("entities.csv", 4, "id")),
        (ENTITIES + "c,C\x00C,state\n", RELATIONS, None, ("entities.csv", 4, "")),
        (ENTITIES, RELATIONS + "a,ghost,owns\n", None, ("relations.csv", 3, "target")),
        (ENTITIES, RELATIONS + "ghost,a,owns\n", None, ("relations.csv", 3, "source")),
        (
            ENTITIES,
            "source,target,type,share\na,b,owns,130\n",
            None,
            ("relations.csv", 2, "share"),
        ),
        (
            ENTITIES,
            "source,target,type,share\na,b,owns,50-25\n",
            None,
            ("relations.csv", 2, "share"),
        ),
        (
            ENTITIES,
            "source,target,type,share\na,b,owns,most\n",
            None,
            ("relations.csv", 2, "share"),
        ),
        (
            ENTITIES,
            "source,target,type,status\na,b,owns,sure\n",
            None,
            ("relations.csv", 2, "status"),
        ),
        (
            ENTITIES,
            "source,target,type,since\na,b,owns,2021-02-30\n",
            None,
            ("relations.csv", 2, "since"),
        ),
        (
            ENTITIES,
            "source,target,type,since,until\na,b,owns,2021,2020-12\n",
            None,
            ("relations.csv", 2, "until"),
        ),
        (
            ENTITIES,
            "source,target,type,reference\na,b,owns,t\n",
            "id\ns\n",
            ("relations.csv", 2, "reference"),
        ),
        (
            ENTITIES,
            "source,target,type,share\na,b,owns,60\nb,b,owns,50-70\n",
            None,
            ("relations.csv", 3, "share"),
        ),
        (
            "id,label,category,holder_tense\na,A,role,once\nb,B,role,\n",
            RELATIONS,
            None,
            ("entities.csv", 2, "holder_tense"),
        ),
        (ENTITIES, RELATIONS, "id,url\ns,javascript:alert(1)\n", ("sources.csv", 2, "url")),
    ],
)
def test_warnings_still_load(
    tmp_path: Path,
    entities: str,
    relations: str,
    sources: str | None,
    expected: tuple[str, int, str],
) -> None:
    data = load_folder(write(tmp_path, entities, relations, sources))
    if entities.endswith("c,C\n"):
        assert found(data)[-1] == ("warning", *expected), "beside the blank category"
        return
    assert found(data) == [("warning", *expected)]
    assert data.report.ok
    rows = relations.count("\n") - 1
    assert len(data.relations) == rows
    assert all(one.fix for one in data.report.problems)


def test_what_a_warning_puts_in_place(tmp_path: Path) -> None:
    relations = (
        "source,target,type,share,status,since\n"
        "a,ghost,owns,130,sure,2020-13\n"
        "Ghost,a,owns,,,\n"
        "A,b,owns,,,\n"
    )
    data = load_folder(write(tmp_path, relations=relations))
    first = data.relations[0]
    assert (first.share, first.status, first.since) == (None, "ungraded", None)
    ghost = {entity.id: entity for entity in data.entities}["ghost"]
    assert (ghost.label, ghost.category, ghost.placeholder) == ("ghost", "unknown", True)
    assert data.report.entities == 2, "placeholders stand in no file"
    hint = next(one.fix for one in data.report.problems if one.value == "A")
    assert "“a”" in hint and "row 2" in hint


def test_own_words_are_told_once_each(tmp_path: Path) -> None:
    entities = ENTITIES + "c,C,companie\nd,D,companie\n"
    relations = RELATIONS + "a,b,lends_to\nb,a,lends_to\n"
    data = load_folder(write(tmp_path, entities, relations))
    assert found(data) == [
        ("info", "entities.csv", 4, "category"),
        ("info", "relations.csv", 3, "type"),
    ]
    category, kind = data.report.problems
    assert "2 rows" in category.problem and "company" in category.fix
    assert data.relations[1].type == kind.value == "lends_to"


def test_references_without_a_list_of_sources_are_told_once(tmp_path: Path) -> None:
    relations = "source,target,type,reference\na,b,owns,x\nb,a,owns,y\n"
    assert found(load_folder(write(tmp_path, relations=relations))) == [
        ("info", "sources.csv", 0, "")
    ]


def test_known_columns_are_known_in_capitals(tmp_path: Path) -> None:
    data = load_folder(write(tmp_path, "ID, Label ,CATEGORY,LEI\na,A,state,1\nb,B,state,2\n"))
    assert data.report.problems == ()
    assert dict(data.entities[0].extra) == {"LEI": "1"}


def test_a_column_without_a_name_keeps_its_cells(tmp_path: Path) -> None:
    data = load_folder(write(tmp_path, ",id,label,category,\n0,a,A,state,\n1,b,B,state,\n"))
    assert found(data) == [("info", "entities.csv", 1, "")]
    assert dict(data.entities[0].extra) == {"column 1": "0"}


def test_a_broken_quotation_names_the_rows_it_takes_along(tmp_path: Path) -> None:
    entities = 'id,label,category\na,"Alpha,company\nb,Beta,state\nc,"Gamma",state\nd,D,state\n'
    data = load_folder(write(tmp_path, entities, "source,target,type\nd,d,owns\n"))
    (problem,) = data.report.problems
    assert problem.row == 2 and "rows 2 to 4" in problem.problem
    assert [entity.id for entity in data.entities] == ["d"]


def test_many_alike_are_counted_and_not_lost() -> None:
    findings = Findings()
    for row in range(2, MAX_ALIKE + 12):
        findings.add(Problem("warning", "f.csv", row, "share", "x" * 1000, "Bad.", "Mend."))
    report = findings.report(0, 0)
    assert len(report.problems) == MAX_ALIKE + 1
    assert report.problems[-1].problem.startswith("10 more rows")
    assert report.problems[-1].row == MAX_ALIKE + 11
    assert max(len(one.value) for one in report.problems) == 200


def test_the_report_as_table_and_as_json() -> None:
    report = LoadReport(
        (
            Problem("warning", "f.csv", 3, "label", '=HYPERLINK("x")', "Odd, that", "Mend"),
            Problem("info", "f.csv", 0, "", "", "Whole file"),
        ),
        1,
        2,
    )
    rows = list(csv.reader(io.StringIO(report.to_csv())))
    assert rows[0] == ["severity", "file", "row", "column", "value", "problem", "fix"]
    assert rows[1] == ["warning", "f.csv", "3", "label", '\'=HYPERLINK("x")', "Odd, that", "Mend"]
    assert rows[2][2] == ""
    told = json.loads(json.dumps(report.to_dict()))
    assert told["problems"][0]["value"] == '=HYPERLINK("x")'
    assert told["problems"][1]["row"] is None
    assert LoadReport.from_dict(told) == report


def test_a_refusal_counts_and_shows_the_first_errors() -> None:
    problems = tuple(Problem("error", "f.csv", row, "id", "", "Blank.") for row in range(2, 7))
    text = str(RefusedData(LoadReport(problems), "folder"))
    assert text.startswith("folder: 5 errors.") and "row 4" in text and "row 5" not in text


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
WORDS = st.sampled_from(["a", "b", "A", " ", "", "owns", "25", "2020", "stated", "x\ny", "NA"])
ROWS = st.lists(st.lists(st.one_of(CELLS, WORDS), min_size=1, max_size=14), max_size=12)


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, dict[int, bool]]:
    """Text of a file, and for the line each row begins on whether something stands in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    lines: dict[int, bool] = {}
    for row in rows:
        lines[_lines(text.getvalue()) + 1] = any(cell.strip() for cell in row)
        writer.writerow(row)
    return text.getvalue(), lines


def _lines(text: str) -> int:
    """Ends of lines in a text that ends with one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@settings(max_examples=150)
@given(entities=ROWS, relations=ROWS)
def test_every_row_is_loaded_or_named(
    entities: list[list[str]], relations: list[list[str]]
) -> None:
    entity_header = ["id", "label", "category", "aliases", "holder_tense", "reference", "own"]
    relation_header = ["source", "target", "type", "share", "status", "since", "until", "own"]
    entity_text, entity_lines = as_csv(entity_header, entities)
    relation_text, relation_lines = as_csv(relation_header, relations)
    with TemporaryDirectory() as folder:
        data = load_folder(write(Path(folder), entity_text, relation_text))
    named: dict[str, set[int]] = {"entities.csv": set(), "relations.csv": set(), "sources.csv": {0}}
    for one in data.report.problems:
        named[one.file].add(one.row)
    loaded_entities = {entity.row for entity in data.entities if not entity.placeholder}
    loaded_relations = {link.row for link in data.relations}
    for lines, loaded, told in (
        (entity_lines, loaded_entities, named["entities.csv"]),
        (relation_lines, loaded_relations, named["relations.csv"]),
    ):
        assert {line for line, filled in lines.items() if filled} <= loaded | told
        assert loaded <= set(lines)
    known = {entity.id for entity in data.entities}
    assert len(known) == len(data.entities)
    assert all({link.source, link.target} <= known for link in data.relations)


@settings(max_examples=150)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_report(entities: bytes, relations: bytes) -> None:
    with TemporaryDirectory() as folder:
        data = load_folder(write(Path(folder), entities, b"source,target,type\n" + relations))
    json.dumps(data.report.to_dict())
    assert data.report.to_csv()


@pytest.mark.parametrize(
    ("entities", "relations"),
    [
        (ENTITIES, RELATIONS),
        ("id;label;category\na;Alpha;company\na;Again;own\n,,\n", "source,target,type\na,x,y\n"),
        ("id,label\na,Alpha\n", "source,target,type,share\na,x,owns,120\nb,x\n"),
        (ENTITIES, "source,target\na,b\n"),
        (ENTITIES, b"\x89PNG\r\n\x1a\n\x00\x81\x8d\x8f"),
    ],
)
def test_a_folder_as_tables_makes_the_same_data_set_and_report(
    tmp_path: Path, entities: str, relations: str | bytes
) -> None:
    folder = write(tmp_path, entities, relations, "id,title\ns,T\n")
    whole, tables = load_folder(folder), folder_tables(folder)
    again = load_tables(tables)
    assert again.report == whole.report
    assert (again.name, again.entities, again.relations, again.sources) == (
        whole.name,
        whole.entities,
        whole.relations,
        whole.sources,
    )


def test_a_folder_as_tables_has_every_column_and_the_lines(tmp_path: Path) -> None:
    text = "label,ID,lei,category\n\n'=x,a,7,company\n"
    tables = folder_tables(write(tmp_path, text))
    assert tables.entities is not None
    assert tables.entities.columns == ("label", "id", "lei", "category")
    assert [(row.line, dict(row.cells)) for row in tables.entities.rows] == [
        (3, {"label": "=x", "id": "a", "lei": "7", "category": "company"})
    ]
    assert [one.row for one in tables.problems] == [2], "the blank row is told"


def test_an_impossible_date_leaves_the_other_alone(tmp_path: Path) -> None:
    text = "source,target,type,since,until\na,b,owns,2020-13,2021\na,b,owns,2020,2021-02-30\n"
    data = load_folder(write(tmp_path, relations=text))
    assert [(one.since, one.until) for one in data.relations] == [
        (None, PartialDate(2021)),
        (PartialDate(2020), None),
    ]
    assert found(data) == [
        ("warning", "relations.csv", 2, "since"),
        ("warning", "relations.csv", 3, "until"),
    ]


def test_a_share_out_of_range_is_named_once(tmp_path: Path) -> None:
    text = "source,target,type,share\na,b,owns,130\na,b,owns,90-110\n"
    data = load_folder(write(tmp_path, relations=text))
    assert [one.problem for one in data.report.of("warning")] == [
        "The share 130 is outside 0 to 100. It is read as unknown.",
        "The share 90 to 110 is outside 0 to 100. It is read as unknown.",
    ]
    assert [one.share for one in data.relations] == [None, None]

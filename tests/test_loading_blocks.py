"""Rows read by the thousand: the same as one by one, whatever stands in them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.loading import folder_tables, load_folder, load_tables, read_folder
from graph.loading.reading import Nowhere
from graph.loading.report import LoadReport, Problem

CELLS = {
    "id": ["a", "b", "c", "A", "a ", "", "é", "'=x", "x\u200b", "d"],
    "label": ["Alpha", " ", "'=1", "two\nlines", 'quo"ted', "Beta"],
    "category": ["company", "person", "own word", "", " company "],
    "holder_tense": ["", "Current", "past"],
    "source": ["a", "b", "c", "nobody", "", "A"],
    "target": ["a", "b", "c", "nobody", " ", "somebody"],
    "type": ["owns", " owns ", "lends", "", "linked_to"],
    "share": ["", "60", "60", "120", "10-20", "x", "20-10"],
    "status": ["", "stated", "Alleged", "proposed", "sure"],
    "since": ["", "2020", "2020-13", "2021-05"],
    "until": ["", "2019", "2022"],
    "reference": ["", "s", "unknown"],
    "indirect": ["", "yes"],
    "note": ["", "x", "tab\there", "\x01"],
}
ENTITIES = ("id", "label", "category", "holder_tense", "reference", "note")
RELATIONS = (
    "source",
    "target",
    "type",
    "share",
    "status",
    "since",
    "until",
    "reference",
    "indirect",
    "note",
)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '"\n,') else cell


def table(columns: tuple[str, ...], plain: bool) -> st.SearchStrategy[str]:
    row = st.tuples(
        *(st.sampled_from(CELLS[name][:3] if plain else CELLS[name]) for name in columns)
    )
    body = st.lists(row, max_size=25)
    blank = st.sampled_from(["", "\n", ",,\n"])
    return st.builds(
        lambda rows, last: (
            ",".join(columns)
            + "\n"
            + "".join(",".join(map(quoted, cells)) + "\n" for cells in rows)
            + last
        ),
        body,
        blank,
    )


@settings(max_examples=150, deadline=None)
@given(
    st.booleans().flatmap(lambda plain: table(ENTITIES, plain)),
    st.booleans().flatmap(lambda plain: table(RELATIONS, plain)),
    st.booleans(),
)
def test_by_the_thousand_or_one_by_one_is_the_same(
    entities: str, relations: str, sources: bool
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "entities.csv").write_text(entities, encoding="utf-8")
        (folder / "relations.csv").write_text(relations, encoding="utf-8")
        if sources:
            (folder / "sources.csv").write_text("id,title\ns,S\n", encoding="utf-8")
        whole = load_folder(folder)
        single = load_tables(folder_tables(folder))
        checked, data_hash = read_folder(folder, Nowhere())
    assert whole.report == single.report
    assert whole.entities == single.entities
    assert whole.relations == single.relations
    assert (checked, data_hash) == (whole.report, whole.data_hash)


def test_a_quotation_over_many_rows_ends_where_it_ends(tmp_path: Path) -> None:
    rows = [f"e{n},Entity {n},company\n" for n in range(20_000)]
    rows[9_000] = 'e9000,"one\n' + "more\n" * 30 + 'line",company\n'
    (tmp_path / "entities.csv").write_text("id,label,category\n" + "".join(rows))
    (tmp_path / "relations.csv").write_text("source,target,type\n")
    data = load_folder(tmp_path)
    assert data.report.problems == ()
    places = {one.id: one.row for one in data.entities}
    assert (places["e8999"], places["e9000"], places["e9001"]) == (9001, 9002, 9034)
    assert (len(places), places["e19999"]) == (20_000, 20_032)


def test_a_report_is_told_in_groups() -> None:
    rows = [
        Problem("warning", "r.csv", row, "share", "x", f"“{row}” is no share.") for row in (4, 9)
    ]
    other = Problem("warning", "r.csv", 5, "share", "130", "The share 130 is outside 0 to 100.")
    whole = Problem("info", "r.csv", 0, "", "", "The separator is a tab.")
    groups = LoadReport((*rows, other, whole)).groups()
    assert [(one.count, one.rows, one.severity) for one in groups] == [
        (2, (4, 9), "warning"),
        (1, (5,), "warning"),
        (1, (), "info"),
    ]
    assert sum((one.problems for one in groups), ()) == (*rows, other, whole)
    many = tuple(
        Problem("error", "r.csv", row, "id", "", "The id is blank.") for row in range(2, 99)
    )
    assert LoadReport(many).groups()[0].rows == tuple(range(2, 12))

"""Tables of text that were put together from several files."""

from __future__ import annotations

from graph.loading import Row, Table, Tables, load_tables
from graph.store import Store


def link(file: str, line: int, target: str, share: str = "") -> Row:
    return Row(line, {"source": "a", "target": target, "type": "owns", "share": share}, file)


def test_rows_of_several_files_keep_ids_of_their_own_and_problems_their_file() -> None:
    entities = tuple(
        Row(line, {"id": name, "label": name, "category": "company"})
        for line, name in enumerate("abc", 2)
    )
    rows = (link("one.csv", 2, "b"), link("one.csv", 3, "c"), link("two.csv", 2, "c", "130"))
    data = load_tables(
        Tables("x", Table("entities.csv", rows=entities), Table("one.csv, two.csv", rows=rows))
    )
    assert [relation.id for relation in data.relations] == ["r2", "r3", "r5"]
    (problem,) = data.report.of("warning")
    assert (problem.file, problem.row, problem.column) == ("two.csv", 2, "share")
    assert len(Store.of(data).links_of(["a"])) == 3


def test_the_same_rows_without_one_are_other_data() -> None:
    rows = tuple(
        Row(line, {"id": name, "label": name, "category": "company"})
        for line, name in enumerate("ab", 2)
    )
    tables = Tables("x", Table("entities.csv", rows=rows), Table("relations.csv"))
    hashes = {
        load_tables(tables, leave_out=left).data_hash
        for left in ([], [("entities.csv", 2)], [("entities.csv", 3)])
    }
    assert len(hashes) == 3

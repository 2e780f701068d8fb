"""Importing by queries finds and keeps what reading row by row finds and keeps."""

from __future__ import annotations

import csv
import gzip
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commands.bar import Bar
from graph.errors import DataError
from graph.loading import RefusedData
from graph.store import build_store_file, building
from graph.store.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = sorted(path.parent for path in (ROOT / "tests" / "inputs").rglob("entities.csv"))


def content(path: Path) -> dict[str, Any]:
    """All that a store file holds."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
            for name in TABLES
        }


def outcome(folder: Path, out: Path, *, by_row: bool) -> dict[str, Any] | str:
    try:
        build_store_file(folder, out, by_row=by_row)
    except RefusedData as error:
        return error.report.to_dict()
    except DataError as error:
        return str(error)
    return content(out)


def both(folder: Path) -> tuple[dict[str, Any] | str, dict[str, Any] | str]:
    with TemporaryDirectory() as beside:
        by_query = outcome(folder, Path(beside) / "query.duckdb", by_row=False)
        by_row = outcome(folder, Path(beside) / "row.duckdb", by_row=True)
    return by_query, by_row


ids = st.sampled_from(["a", "b", "c", "A", " a", "é", "e\u0301", "a\u200b", "B.V", "", " ", "?!"])
words = st.sampled_from(["", " ", "Alpha  Beta", "N.V. Ö", "'=1+1", "'t Hart", 'say "x"', "a\\b"])
ENTITY = {
    "id": ids,
    "label": words.map(lambda text: text or "Label"),
    "category": st.sampled_from(["company", " person ", "thing", "Thing"]),
    "aliases": st.sampled_from(["", "A", "A; B;A", ";", "Ω;a"]),
    "holder": words,
    "holder_tense": st.sampled_from(["", "Current", "former ", "once"]),
    "reference": st.sampled_from(["", "s1", " s1 ", "S1", "nowhere"]),
    "short": words,
    'odd "name"': words,
}
RELATION = {
    "source": ids,
    "target": ids,
    "type": st.sampled_from(["owns", "has_interest_in", "linked_to", "loves", " owns "]),
    "share": st.sampled_from(["", "60", "30-50", "12,5 %", "130", "x", " 70"]),
    "status": st.sampled_from(["", "stated", "Proposed", "sure"]),
    "since": st.sampled_from(["", "2020", "2020-02-30", " 2021-05", "2019-01-01"]),
    "until": st.sampled_from(["", "", "", "2020", "2018-12"]),
    "indirect": st.sampled_from(["", "", "yes"]),
    "reference": st.sampled_from(["", "s1", "nowhere"]),
    "evidence": words,
}


def some_rows(columns: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries(columns), max_size=8)


def write(path: Path, columns: list[str], rows: list[dict[str, str]], **how: str) -> None:
    with path.open("w", encoding=how.get("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(
            file,
            columns,
            delimiter=how.get("separator", ","),
            lineterminator=how.get("ends", "\n"),
            extrasaction="ignore",
        )
        writer.writeheader()
        writer.writerows(rows)


@settings(max_examples=60)
@given(
    some_rows(ENTITY),
    some_rows(RELATION),
    st.booleans(),
    st.sets(st.sampled_from(["short", "holder", "aliases"])),
    st.fixed_dictionaries(
        {
            "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
            "separator": st.sampled_from([",", ";", "\t"]),
            "ends": st.sampled_from(["\n", "\r\n"]),
        }
    ),
    st.booleans(),
)
def test_any_small_folder_comes_out_the_same(
    entities: list[dict[str, str]],
    relations: list[dict[str, str]],
    sources: bool,
    left_out: set[str],
    how: dict[str, str],
    mend: bool,
) -> None:
    if mend:
        # Folders in error are refused; most should get through.
        seen: dict[str, dict[str, str]] = {row["id"]: row for row in entities if row["id"].strip()}
        entities = list(seen.values())
        relations = [one for one in relations if one["source"].strip() and one["target"].strip()]
    with TemporaryDirectory() as name:
        folder = Path(name)
        columns = [one for one in ENTITY if one not in left_out]
        write(folder / "entities.csv", columns, entities, **how)
        write(folder / "relations.csv", list(RELATION), relations, **how)
        if sources:
            write(folder / "sources.csv", ["id", "title"], [{"id": "s1", "title": "One"}])
        by_query, by_row = both(folder)
    assert by_query == by_row


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_odd_folders_come_out_the_same(folder: Path) -> None:
    by_query, by_row = both(folder)
    assert by_query == by_row


def test_regular_files_are_not_read_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(building, "_by_row", never)
    entities = [{"id": "a", "label": "A"}, {"id": "b", "label": "É, ltd", "category": "x"}]
    write(tmp_path / "entities.csv", ["id", "label", "category"], entities)
    links = [{"source": "a", "target": "ghost", "type": "owns"}]
    write(tmp_path / "relations.csv", ["source", "target", "type"], links)
    with pytest.raises(RefusedData, match="category is blank"):
        build_store_file(tmp_path, tmp_path / "out.duckdb")


@pytest.mark.parametrize("text", ['a,"b\nc",d', "a,b", "a,b,c,d", "", 'a,"b"x,c'])
def test_irregular_rows_come_out_the_same(tmp_path: Path, text: str) -> None:
    (tmp_path / "entities.csv").write_text(f"id,label,category\nx,X,person\n{text}\ny,Y,state\n")
    (tmp_path / "relations.csv").write_text("source,target,type\nx,y,owns\n")
    by_query, by_row = both(tmp_path)
    assert by_query == by_row


def test_many_alike_problems_are_counted_the_same(tmp_path: Path) -> None:
    entities = [{"id": f"e{n}", "label": "E", "category": f"own{n % 1500}"} for n in range(9000)]
    write(tmp_path / "entities.csv", ["id", "label", "category"], entities)
    links = [
        {"source": f"E{n}", "target": f"ghost{n}", "type": f"t{n % 1200}", "share": "7x"}
        for n in range(9000)
    ]
    write(tmp_path / "relations.csv", ["source", "target", "type", "share"], links)
    by_query, by_row = both(tmp_path)
    assert by_query == by_row


def test_a_killed_import_leaves_the_old_file_alone(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out" / "net.duckdb"
    folder.mkdir()
    out.parent.mkdir()
    out.write_bytes(b"the old one")
    write(folder / "entities.csv", ["id", "label", "category"], [])
    write(folder / "relations.csv", ["source", "target", "type"], [])
    code = (
        "import sys, time\n"
        "from graph.store import build_store_file\n"
        "def tell(step, rows):\n"
        "    if step == 'indexes':\n"
        "        print('here', flush=True)\n"
        "        time.sleep(60)\n"
        "build_store_file(sys.argv[1], sys.argv[2], tell=tell)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(out)], cwd=ROOT, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"here\n"
        running.send_signal(signal.SIGKILL)
    assert out.read_bytes() == b"the old one"
    build_store_file(folder, out)
    assert content(out)["entities"] == []


@pytest.mark.parametrize("ending", [".csv.gz", ".tsv", ".parquet"])
def test_packed_tables_come_out_as_plain_ones(tmp_path: Path, ending: str) -> None:
    plain, packed = tmp_path / "plain" / "net", tmp_path / "packed" / "net"
    rows = {
        "entities": [{"id": "01", "label": "A", "category": "state", "note": ""}],
        "relations": [{"source": "01", "target": "01", "type": "owns"}],
    }
    plain.mkdir(parents=True)
    packed.mkdir(parents=True)
    for stem, content_ in rows.items():
        place = plain / f"{stem}.csv"
        write(place, list(content_[0]), content_)
        if ending == ".csv.gz":
            (packed / f"{stem}{ending}").write_bytes(gzip.compress(place.read_bytes()))
        elif ending == ".tsv":
            write(packed / f"{stem}{ending}", list(content_[0]), content_, separator="\t")
        else:
            with duckdb.connect() as connection:
                connection.read_csv(str(place), all_varchar=True).write_parquet(
                    str(packed / f"{stem}{ending}")
                )
    found = [outcome(folder, tmp_path / "x.duckdb", by_row=False) for folder in (plain, packed)]
    for one in found:
        assert isinstance(one, dict)
        del one["meta"]
    assert found[0] == found[1]


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "entities.csv.gz").write_bytes(b"\x1f\x8b\x08 no more")
    with pytest.raises(DataError, match="cannot be unpacked"):
        build_store_file(tmp_path, tmp_path / "out.duckdb")
    assert not (tmp_path / "out.duckdb").exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_rows_and_time_left() -> None:
    told = Terminal()
    bar = Bar(told)
    bar("writing relations", 6_000_000)
    assert "6,000,000 rows" in told.getvalue() and " s left" in told.getvalue()
    bar.end()
    assert told.getvalue().endswith("\r\x1b[K")


def test_quiet_is_quiet() -> None:
    told = Terminal()
    bar = Bar(told, quiet=True)
    bar("indexes", 3)
    bar.end()
    assert not told.getvalue()

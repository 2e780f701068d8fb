"""Every bad and odd input gets the verdict that is right for it; `tests/inputs` holds them."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.cli import main
from graph.errors import DataError
from graph.formats import read_any
from graph.loading import Dataset, folder_tables, load_folder, load_tables, rows_at_fault
from tests.inputs.make import MAKERS

HERE = Path(__file__).parent / "inputs"
VERDICTS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (HERE / "verdicts.toml").read_text(encoding="utf-8")
)

Verdict = Mapping[str, Any]


def prepared(group: str, name: str, verdict: Verdict, place: Path) -> Path:
    """The input as a user would have it."""
    if group == "made":
        return MAKERS[name](place)
    shutil.copytree(HERE / group / name, place, dirs_exist_ok=True)
    for table in () if verdict.get("alone") else ("entities.csv", "relations.csv"):
        if not (place / table).exists():
            shutil.copyfile(HERE / "base" / table, place / table)
    return place


def spelt(problem: Mapping[str, Any]) -> str:
    """A problem in the short form of the table."""
    row = f":{problem['row']}" if problem["row"] else ""
    return f"{problem['severity']} {problem['file']}{row} {problem['column']}".strip()


def pattern(wanted: str) -> str:
    """What a line of the table with a star stands for."""
    escaped = re.escape(wanted)
    if wanted.endswith(" *"):
        return escaped.replace(r"\*", ".*")
    return escaped.replace(r":\*", r"(:\d+)?") + ("" if " " in wanted.split(":*")[1] else "( .*)?")


def compare(found: list[str], wanted: list[str]) -> None:
    """Every problem is expected, and every one that is expected is there."""
    loose = [pattern(one) for one in wanted if "*" in one]
    exact = sorted(one for one in wanted if "*" not in one)
    rest = [one for one in found if not any(re.fullmatch(form, one) for form in loose)]
    assert sorted(rest) == exact


def value_at(data: Dataset, path: str) -> str:
    """A value by its path, as text: ``entities.0.extra.note``."""
    table, place, field, *key = path.split(".", 3)
    held = getattr(getattr(data, table)[int(place)], field)
    return str(held[key[0]] if key else held)


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Code and report of ``python -m graph check``."""
    code = main(["check", "--data", str(path), "--json"])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err and "fault of the program" not in printed.err
    report: dict[str, Any] = json.loads(printed.out)
    return code, report


CASES = [
    pytest.param(group, name, id=f"{group}-{name}")
    for group in ("folders", "made")
    for name in VERDICTS[group]
]


@pytest.mark.parametrize(("group", "name"), CASES)
def test_a_data_folder_gets_its_verdict(
    group: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = VERDICTS[group][name]
    path = prepared(group, name, verdict, tmp_path)
    code, report = checked(path, capsys)
    found = [spelt(one) for one in report["problems"]]
    heavy = [one for one in found if not one.startswith("info")]
    compare(heavy, verdict.get("problems", []))
    assert [one for one in verdict.get("infos", []) if one not in found] == []
    words = {"error": "refused", "warning": "warned"}
    worst = found[0].split()[0] if found else ""
    assert words.get(worst, "loads") == verdict["verdict"]
    assert (code, report["ok"]) == ((1, False) if worst == "error" else (0, True))
    assert all(one["problem"] and one["fix"] for one in report["problems"])
    assert len(found) < 3_100 and all(len(one["value"]) <= 200 for one in report["problems"])
    for table in ("entities", "relations"):
        assert report[table] == verdict.get(table, report[table])
    if "keeps" in verdict:
        data = load_folder(path)
        assert {key: value_at(data, key) for key in verdict["keeps"]} == verdict["keeps"]
    if "without" in verdict:
        mended = load_tables(
            folder_tables(path), leave_out=rows_at_fault(load_folder(path).report)
        ).report
        assert mended.ok
        assert [mended.entities, mended.relations] == verdict["without"]


FILES = [
    pytest.param(group, name, id=f"{group}-{name}")
    for group in ("files", "packed")
    for name in VERDICTS[group]
]


def read(path: Path) -> tuple[Dataset | None, str, str]:
    """What the readers make of a file: the data, the verdict, all that was said."""
    try:
        data = load_tables(read_any(path))
    except DataError as error:
        report = getattr(error, "report", None)
        more = [str(one) for one in report.problems] if report else []
        return None, "refused", "\n".join([str(error), *more])
    said = "\n".join(f"{one.severity} {one} {one.value}" for one in data.report.problems)
    if not data.report.ok:
        return data, "refused", said
    return data, "warned" if data.report.of("warning") else "loads", said


@pytest.mark.parametrize(("group", "name"), FILES)
def test_a_file_of_any_format_gets_its_verdict(group: str, name: str, tmp_path: Path) -> None:
    verdict = VERDICTS[group][name]
    path = MAKERS[name](tmp_path) if group == "packed" else HERE / group / name
    before = sorted(tmp_path.rglob("*"))
    data, found, said = read(path)
    assert found in verdict["verdict"].split("|"), said
    assert [one for one in verdict.get("says", ()) if not re.search(one, said)] == [], said
    assert found == "loads" or said
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written beside it"
    for table in ("entities", "relations"):
        if table in verdict:
            assert data is not None, said
            assert getattr(data.report, table) == verdict[table]
    if "keeps" in verdict:
        assert data is not None, said
        assert {key: value_at(data, key) for key in verdict["keeps"]} == verdict["keeps"]


def test_the_table_and_the_inputs_agree() -> None:
    assert {*VERDICTS["made"], *VERDICTS["packed"]} == set(MAKERS)
    assert set(VERDICTS["files"]) == {path.name for path in (HERE / "files").iterdir()}
    assert set(VERDICTS["folders"]) == {path.name for path in (HERE / "folders").iterdir()}
    assert sum(map(len, VERDICTS.values())) >= 100

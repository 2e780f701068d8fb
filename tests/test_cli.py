"""The command line: answers, exit codes, and no traceback whatever happens."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph import commands
from graph.cli import FORMATS, main
from graph.exports import FORMATS as WRITTEN_FORMATS

Run = Callable[..., tuple[int, str, str]]
WriteFolder = Callable[..., Path]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(
        [
            {"id": "alpha", "label": "Alpha", "category": "company", "aliases": "Alfa"},
            {"id": "beta", "label": "Beta\x1b[31m", "category": "company"},
            {"id": "gamma", "label": "Gamma", "category": "state"},
        ],
        [
            {"source": "gamma", "target": "alpha", "type": "owns", "share": "100",
             "status": "stated", "since": "2020", "reference": "reg", "locator": "p. 1"},
            {"source": "alpha", "target": "beta", "type": "owns", "status": "alleged"},
            {"source": "gamma", "target": "beta", "type": "targets", "status": "proposed"},
        ],
    )  # fmt: skip


def answer(run: Run, *arguments: object) -> Any:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_check(run: Run, folder: Path, write_folder: WriteFolder) -> None:
    report = answer(run, "check", "--data", folder)
    assert (report["entities"], report["relations"], report["ok"]) == (3, 3, True)
    code, out, _ = run("check", "--data", folder)
    assert code == 0
    assert "3 entities, 3 relations; 0 errors" in out


def test_check_names_what_is_wrong_and_where(run: Run, folder: Path) -> None:
    with (folder / "relations.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("alpha,beta,owns,130,stated\r\n")
    with (folder / "entities.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(",Nameless,company\r\n")
    code, out, _ = run("check", "--data", folder, "--json")
    report = json.loads(out)
    assert (code, report["ok"]) == (1, False)
    found = {(one["file"], one["row"], one["column"]): one for one in report["problems"]}
    assert found["entities.csv", 5, "id"]["severity"] == "error"
    assert found["relations.csv", 5, "share"]["value"] == "130"
    code, out, _ = run("check", "--data", folder)
    assert code == 1
    assert "error: entities.csv, row 5, column id" in out
    code, out, err = run("neighbors", "alpha", "--data", folder)
    assert (code, out) == (1, "")
    assert "entities.csv, row 5" in err


def test_check_of_a_folder_without_entities(run: Run, folder: Path) -> None:
    (folder / "entities.csv").unlink()
    code, out, _ = run("check", "--data", folder, "--json")
    report = json.loads(out)
    assert (code, report["ok"]) == (1, False)
    assert "entities.csv" in report["problems"][0]["problem"]


def test_search(run: Run, folder: Path) -> None:
    found = answer(run, "search", "alfa", "--data", folder)
    assert found == {
        "results": [{"id": "alpha", "label": "Alpha", "category": "company", "matched": "Alfa"}],
        "total": 1,
    }
    assert len(answer(run, "search", "a", "--limit", 1, "--data", folder)["results"]) == 1
    code, out, err = run("search", "zzzzzz", "--data", folder)
    assert (code, out) == (0, "")
    assert "No entity matches “zzzzzz”" in err


def test_neighbors(run: Run, folder: Path) -> None:
    assert answer(run, "neighbors", "alpha", "--data", folder) == {
        "center": "alpha",
        "nodes": ["beta", "gamma"],
        "edges": 3,
        "shown": 2,
        "total": 2,
    }
    narrow = answer(run, "neighbors", "alpha", "--type", "owns", "--status", "stated", "--status",
                    "inferred", "--data", folder)  # fmt: skip
    assert (narrow["nodes"], narrow["edges"], narrow["total"]) == (["gamma"], 1, 2)
    before = answer(run, "neighbors", "alpha", "--as-of", "2019", "--data", folder)
    assert before["nodes"] == ["beta"]
    two = answer(run, "neighbors", "beta", "--hops", 2, "--type", "owns", "--data", folder)
    assert two["nodes"] == ["alpha", "gamma"]
    states = answer(run, "neighbors", "beta", "--category", "state", "--data", folder)
    assert states["nodes"] == ["gamma"]


def test_path(run: Run, folder: Path) -> None:
    found = answer(run, "path", "beta", "gamma", "--data", folder)
    assert found["paths"] == [
        {
            "nodes": ["beta", "alpha", "gamma"],
            "relations": [
                {"source": "alpha", "target": "beta", "type": "owns", "status": "alleged",
                 "reference": "", "locator": ""},
                {"source": "gamma", "target": "alpha", "type": "owns", "status": "stated",
                 "reference": "reg", "locator": "p. 1"},
            ],
            "weakest": "alleged",
            "nature": 0,
            "references": 1,
        }
    ]  # fmt: skip
    asked = answer(run, "path", "beta", "gamma", "--status", "proposed", "--data", folder)
    assert [path["nodes"] for path in asked["paths"]] == [["beta", "gamma"]]
    assert answer(run, "path", "beta", "gamma", "--directed", "--data", folder)["paths"] == []
    code, out, err = run("path", "beta", "gamma", "--max-hops", 1, "--data", folder)
    assert (code, out) == (0, "")
    assert "No path of at most 1 step" in err


def test_text_says_the_same_and_cannot_steer_the_terminal(run: Run, folder: Path) -> None:
    _, out, _ = run("path", "beta", "gamma", "--data", folder)
    assert "least certain step: alleged" in out
    assert "Alpha is owned wholly by Gamma, since 2020 (the source says" in out
    assert "\x1b" not in out + run("neighbors", "alpha", "--data", folder)[1]
    assert "\x1b" not in run("search", "beta", "--data", folder)[1]
    assert "\x1b" not in run("search", "be\x1b[2Jq", "--data", folder)[2]


def test_export_writes_what_was_asked_for(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "view.json"
    code, said, err = run("export", "--focus", "alpha", "--type", "owns", "--format", "json",
                          "--out", out, "--data", folder)  # fmt: skip
    assert (code, said.strip()) == (0, str(out))
    assert "3 of 3 entities · 2 of 3 links" in err
    assert "alpha" in out.read_text(encoding="utf-8")
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_tables_are_csv_files_and_a_zip_only_when_it_is_called_so(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    asked = ("export", "--hide", "beta", "--format", "csv", "--data", folder, "--out")
    out = tmp_path / "x.csv"
    code, said, _ = run(*asked, out)
    made = [Path(line) for line in said.split()]
    assert (code, [path.name for path in made]) == (0, ["x_entities.csv", "x_relations.csv"])
    assert not out.exists()
    assert made[0].read_text(encoding="utf-8").startswith("id,label,category")
    assert made[1].read_text(encoding="utf-8").startswith("source,target,type")
    into = tmp_path / "into"
    into.mkdir()
    code, said, _ = run(*asked, into, "--json")
    assert sorted(json.loads(said)["files"]) == sorted(map(str, into.iterdir()))
    assert {path.suffix for path in into.iterdir()} == {".csv"}
    assert run(*asked, tmp_path / "x.zip")[0] == 0
    assert "entities.csv" in zipfile.ZipFile(tmp_path / "x.zip").namelist()


def test_a_manifest_makes_the_same_file_again(run: Run, folder: Path, tmp_path: Path) -> None:
    first, second, note = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "manifest.json"
    view = ("--focus", "alpha", "--hops", 2, "--layout", "force", "--seed", 7, "--hide", "beta")
    data = ("--data", folder)
    assert (
        run("export", *view, "--format", "json", "--out", first, "--write-manifest", note, *data)[0]
        == 0
    )
    code, _, err = run("export", "--manifest", note, "--format", "json", "--out", second, *data)
    assert (code, "changed" in err) == (0, False)
    assert first.read_bytes() == second.read_bytes()
    with (folder / "relations.csv").open("a", encoding="utf-8") as file:
        file.write("beta,alpha,owns,,stated,,,,\n")
    code, _, err = run("export", "--manifest", note, "--format", "json", "--out", second, *data)
    assert (code, "data has changed" in err) == (0, True)
    assert (
        run("export", "--manifest", note, *view, "--format", "json", "--out", second, *data)[0] == 2
    )


def test_import_builds_a_file_every_command_takes(run: Run, folder: Path, tmp_path: Path) -> None:
    built = tmp_path / "store.duckdb"
    assert answer(run, "import", folder, "--out", built)["entities"] == 3
    found = answer(run, "neighbors", "alpha", "--data", built)
    assert found == answer(run, "neighbors", "alpha", "--data", folder)
    assert answer(run, "check", "--data", built)["relations"] == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["neighbors", "nobody"],
        ["neighbors", "alpha", "--type", "hates"],
        ["neighbors", "alpha", "--category", "boat"],
        ["path", "alpha", "alpha"],
        ["path", "alpha", "nobody"],
        ["export", "--focus", "nobody", "--format", "json", "--out", "x.json"],
        ["export", "--hide", "nobody", "--format", "json", "--out", "x.json"],
        ["export", "--format", "json", "--out", "no/such/folder/x.json"],
        ["export", "--format", "json", "--out", "x.json", "--manifest", "missing.json"],
        ["search", "x", "--data", "missing"],
        ["import", "missing", "--out", "x.duckdb"],
    ],
)
def test_refused_questions_give_reasons(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = [] if "--data" in arguments or arguments[0] == "import" else ["--data", folder]
    for as_json in ([], ["--json"]):
        code, out, err = run(*arguments, *data, *as_json)
        assert (code, out) == (1, "")
        assert len(err.strip().splitlines()) == 1
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["neighbors"],
        ["neighbors", "alpha", "--hops", "-1"],
        ["neighbors", "alpha", "--hops", "many"],
        ["neighbors", "alpha", "--as-of", "soon"],
        ["neighbors", "alpha", "--status", "sure"],
        ["path", "alpha"],
        ["path", "alpha", "beta", "--max-paths", "0"],
        ["export", "--format", "gif", "--out", "x"],
        ["export", "--format", "svg"],
        ["export", "--format", "svg", "--out", "x", "--scale", "nan"],
        ["check", "--verbose"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "--help" in err


def test_a_fault_of_the_program_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> bool:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(commands, "check_", broken)
    code, out, err = run("check")
    assert (code, out) == (1, "")
    assert "fault of the program" in err


def test_help_needs_no_library(root: Path) -> None:
    code = (
        "import sys, graph.cli as cli; cli.main(['path', '--help']); cli.main(['dance']);"
        "heavy = {'networkx', 'numpy', 'pandas', 'duckdb', 'ibis'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_that_leaves_early_is_no_error(root: Path) -> None:
    command = f"{sys.executable} -m graph neighbors zhenhua-data --hops 2 --data data | true"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        check=False,
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_offered_formats_are_those_that_are_written() -> None:
    assert set(FORMATS) == set(WRITTEN_FORMATS)

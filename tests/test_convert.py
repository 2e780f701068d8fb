"""``convert``: whatever is read into whatever is written, with what is lost told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.cli import main
from graph.commands.convert import format_of
from graph.errors import ExportError
from graph.loading import load_folder

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small data folder, one row of which is in error when `bad.csv` replaces the relations."""
    made = tmp_path / "case"
    made.mkdir()
    (made / "entities.csv").write_text(
        "id,label,category,note\n01,=Firm,company,x\n1,Jan Smit,person,baker\n", "utf-8"
    )
    (made / "relations.csv").write_text(
        "source,target,type,share,evidence\n1,01,owns,25-50,Jan Smit says so\n", "utf-8"
    )
    return made


def facts(folder: Path) -> tuple[object, object]:
    data = load_folder(folder)
    return (
        [(e.id, e.label, e.category, dict(e.extra)) for e in data.entities],
        [(r.source, r.target, r.type, r.share, r.evidence) for r in data.relations],
    )


@pytest.mark.parametrize("through", ["a.zip", "a.xlsx", "a.json", "a.gexf", "a.graphml"])
def test_there_and_back_is_the_same(folder: Path, tmp_path: Path, through: str) -> None:
    there, back = tmp_path / through, tmp_path / "back"
    assert main(["convert", str(folder), str(there)]) == 0
    assert main(["convert", str(there), str(back) + "/"]) == 0
    assert facts(back) == facts(folder)


def test_losses_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.bods.json"
    assert main(["convert", str(DATA), str(out), "--json"]) == 0
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert (answer["entities"], answer["relations"], answer["out"]) == (78, 121, str(out))
    assert {"what", "count", "becomes"} == set(answer["losses"][0])
    assert all(loss["count"] > 0 for loss in answer["losses"])
    assert "keeps out of files" in told.err and "neither ownership nor control" in told.err


def test_refused_data_is_told_and_nothing_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "relations.csv").open("a", encoding="utf-8") as file:
        file.write("1,,owns,,\n")
    out = tmp_path / "x.gexf"
    assert main(["convert", str(folder), str(out), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["ok"] is False and not out.exists()
    assert "relations.csv, row 3" in told.err
    assert main(["convert", str(folder), str(out), "--without-bad-rows"]) == 0
    told = capsys.readouterr()
    assert "left out: relations.csv, row 3" in told.err and out.exists()
    assert "2 entities, 1 relations" in told.err


def test_what_is_read_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    assert main(["convert", str(folder), str(packed)]) == 0
    before = {path: path.read_bytes() for path in (packed, *folder.iterdir())}
    for source, out in (
        (packed, packed),
        (folder, folder),
        (folder, folder / "entities.csv"),
        (folder / "entities.csv", folder),
    ):
        assert main(["convert", str(source), str(out)]) == 1
    link = tmp_path / "link.zip"
    link.symlink_to(packed)
    assert main(["convert", str(packed), str(link)]) == 1
    assert {path: path.read_bytes() for path in before} == before


def test_a_file_that_cannot_be_written_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    assert main(["convert", str(folder), str(tmp_path / "no" / "such" / "a.json")]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]


def test_redacted_on_the_way(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["--redact-category", "person"]
    assert main(["convert", str(folder), f"{out}/", *options]) == 0
    text = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert "Smit" not in text and "baker" not in text
    assert "person-1,01,owns,25-50" in text and "person 1 says so" in text
    assert main(["convert", str(folder), str(tmp_path / "x.json"), "--redact", "nobody"]) == 1
    assert not (tmp_path / "x.json").exists()


def test_withheld_evidence_needs_to_be_asked_for(tmp_path: Path) -> None:
    for options, held in (([], False), (["--with-withheld"], True)):
        out = tmp_path / f"out{held}"
        assert main(["convert", str(DATA), f"{out}/", *options]) == 0
        assert ("calls them convicted" in (out / "relations.csv").read_text("utf-8")) is held


def test_a_store_file_is_read_too(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "case.db"
    assert main(["import", str(folder), "--out", str(store)]) == 0
    assert main(["convert", str(store), str(tmp_path / "back") + "/"]) == 0
    assert facts(tmp_path / "back") == facts(folder)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.db"])
def test_a_name_that_says_no_format_is_refused(name: str) -> None:
    with pytest.raises(ExportError, match="--format"):
        format_of(name)
    assert format_of(name, "gexf") == "gexf"


def test_an_unknown_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01nothing")
    assert main(["convert", str(tmp_path / "a.bin"), str(tmp_path / "b.json")]) == 1
    assert main(["convert", str(tmp_path / "none"), str(tmp_path / "b.json")]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "a.bin")]) == 2


def test_export_redacts_and_its_manifest_makes_the_figure_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, kept = (tmp_path / name for name in ("one.svg", "two.svg", "kept.json"))
    rule = ["--redact-category", "person", "--redact", "cetc"]
    view = ["--data", str(DATA), "--format", "svg", "--focus", "jos-van-rey", "--hops", "2"]
    made = ["--out", str(one), "--write-manifest", str(kept)]
    assert main(["export", *view, *rule, *made]) == 0
    assert "names replaced" in capsys.readouterr().err
    for text in (one.read_text("utf-8"), kept.read_text("utf-8")):
        assert "Rey" not in text and "rey" not in text and "cetc" not in text.lower()
    again = ["export", "--data", str(DATA), "--format", "svg", "--manifest", str(kept)]
    assert main([*again, "--out", str(two)]) == 1
    assert "company-1" in capsys.readouterr().err
    assert main([*again, "--out", str(two), "--redact", "cetc"]) == 0
    assert two.read_bytes() == one.read_bytes()

"""The public pages point at things that exist."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from graph.model import CATEGORIES, RELATION_GROUPS, STATUSES
from graph.views.viewstate import ViewState
from graph.views.viewurl import PARAMETERS

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def pages(root: Path) -> list[Path]:
    found = [root / name for name in PAGES if name.endswith(".md")]
    return found + sorted((root / "docs").rglob("*.md"))


def test_links_and_pictures_lead_somewhere(root: Path) -> None:
    link = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
    lost = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in link.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert lost == []


def test_every_field_of_the_one_value_stands_in_its_table(root: Path) -> None:
    text = (root / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition("| field | in the address |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines()[2:]]
    written: set[str] = set()
    for fields, names in rows:
        said = re.findall(r"`(\w+)`", fields)
        parameters = re.findall(r"`(\w+)`", names)
        assert [PARAMETERS[name] for name in parameters] == (said if parameters else [])
        written.update(said)
    assert written == {field.name for field in dataclasses.fields(ViewState)}


def test_make_targets_that_are_named_exist(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages(root))
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(
        re.findall(r"^make ([a-z-]+)", text, re.M)
    )
    assert "run" in named
    assert named - targets == set()


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "screenshots", "fmt", "clean"])
def test_make_help_lists_what_people_need(root: Path, target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (root / "Makefile").read_text(encoding="utf-8"), re.M)


def test_the_guide_lists_every_category_type_and_status(root: Path) -> None:
    guide = (root / "docs" / "guide" / "own-data.md").read_text(encoding="utf-8")
    types = [name for group in RELATION_GROUPS.values() for name in group]
    wanted = [*CATEGORIES, *types, *(name for name in STATUSES if name != "ungraded")]
    assert [name for name in wanted if f"`{name}`" not in guide] == []

"""Packages for the tests of network formats, and the other software that reads them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from lxml import etree

from graph.exports.escaping import fit_for_xml
from graph.formats.package import Package
from graph.formats.xml_columns import Columns
from graph.loading import Dataset, load_tables
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.tables import Tables
from graph.model import STATUSES, Entity, PartialDate, Relation, Share, Source
from tests.scene_samples import HOSTILE

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = Path(__file__).resolve().parent / "schemas"
SHARED = ROOT.parent / "shared" / "data"
OFFICIAL = Path(os.environ.get("GRAPH_SCHEMAS", SHARED / "schemas"))

NASTY = (
    HOSTILE, "=1+1", "]]>", "__proto__", "constructor", "\ud800", "\ufffe", "a\r\nb\tc", "&#0;",
    "\u202eevil", "中国电科", "type", "label", "x", "id", "source", "directed", "share_min",
)  # fmt: skip
# The loader shows control characters as �; those below a blank are left in, to try the writers.
texts = st.sampled_from(NASTY) | st.text(max_size=6).map(
    lambda text: re.sub("[\x7f-\x9f]", "", text)
)
cells = texts.map(str.strip)
words = cells.filter(bool)
aliases = words.filter(lambda word: ";" not in word)


def names(known: Sequence[str]) -> st.SearchStrategy[str]:
    return texts.filter(lambda name: bool(name) and name not in known)


def extras(known: Sequence[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(names(known), words, max_size=3)


days = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
dates = st.none() | days | days.map(lambda d: replace(d, day=None)) | days.map(
    lambda d: PartialDate(d.year)
)  # fmt: skip
numbers = st.integers(0, 1_000_000).map(lambda number: number / 10_000)
shares = st.none() | st.tuples(numbers, numbers).map(lambda both: Share(min(both), max(both)))


@st.composite
def packages(draw: st.DrawFn) -> Package:
    """What the loader can hand over, hostile texts included."""
    ids = draw(st.lists(texts.map(lambda text: f"i{text}"), min_size=1, max_size=5, unique=True))
    entities = tuple(
        Entity(
            key,
            draw(texts.map(lambda text: " ".join(f"L{text}".split()))),
            draw(words),
            aliases=tuple(draw(st.lists(aliases, max_size=2, unique=True))),
            holder=draw(cells),
            holder_tense=draw(st.sampled_from(("", "current", "former"))),
            country=draw(cells),
            description=draw(cells),
            reference=draw(cells),
            locator=draw(cells),
            extra=draw(extras(ENTITY_COLUMNS)),
            row=number,
        )
        for number, key in enumerate(ids, start=1)
    )  # fmt: skip
    relations = tuple(
        Relation(
            f"r{number}",
            draw(st.sampled_from(ids)),
            draw(st.sampled_from(ids)),
            draw(st.sampled_from(("owns", "linked_to")) | words),
            draw(shares),
            draw(st.sampled_from(STATUSES)),
            draw(dates),
            draw(dates),
            evidence=draw(cells),
            said_by=draw(cells),
            reference=draw(cells),
            locator=draw(cells),
            extra=draw(extras(RELATION_COLUMNS)),
            row=number,
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    )
    sources = tuple(
        Source(f"s{number}", draw(cells), extra=draw(extras(SOURCE_COLUMNS)), row=number)
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    places = {key: (draw(st.floats(-1e4, 1e4)), 2.5) for key in ids if draw(st.booleans())}
    return Package(draw(texts), entities, relations, sources, "abc", places, (draw(texts),))


def sample() -> Package:
    """Small, with one of everything."""
    entities = (
        Entity("cetc", "CETC", "company", ("中国电科", "A <E>"), country="CN", extra={"lei": "01"}),
        Entity("a b:é", 'Label "with" <signs> & more', "shell_company", description="a\nb"),
        Entity("state", "Chinese state", "state", extra={"founded in": "1949"}),
    )  # fmt: skip
    relations = (
        Relation("r2", "state", "cetc", "owns", Share(100, 100), "stated", PartialDate(2020, 9)),
        Relation("r3", "state", "cetc", "owns", Share(25, 50.5), "alleged", evidence="He said."),
        Relation("r4", "cetc", "cetc", "linked_to", status="inferred", extra={"note": "=1"}),
        Relation("r5", "a b:é", "cetc", "lends_to", until=PartialDate(2019, 1, 31)),
        Relation("r6", "a b:é", "nowhere", "controls", None, "proposed"),
        Relation(
            "r7", "a b:é", "state", "owns", since=PartialDate(2021), until=PartialDate(2020)
        ),
    )  # fmt: skip
    sources = (Source("article", "Title", "Paper", "2020-09-14", "https://example.org/a?b&c"),)
    places = {"cetc": (10.5, -20.25), "state": (0.0, 0.0)}
    return Package("A case", entities, relations, sources, "7c1e42b9a05d", places, ("3 of 9",))


def loaded(tables: Tables) -> Dataset:
    dataset = load_tables(tables)
    assert dataset.report.ok, [str(problem) for problem in dataset.report.problems]
    return dataset


def content(what: Package | Dataset) -> tuple[list[Entity], list[Relation]]:
    """Entities and relations without what their place in a file gives them."""
    entities = [replace(entity, row=0, extra=dict(entity.extra)) for entity in what.entities]
    relations = [replace(one, row=0, id="", extra=dict(one.extra)) for one in what.relations]
    return entities, relations


def as_xml_holds(package: Package) -> Package:
    """The package with every text as XML can hold it."""
    columns = Columns.of(package)
    fit = fit_for_xml

    def held(row: Any, own: Any) -> Any:
        texts = {
            name: fit(getattr(row, name))
            for name in row.__dataclass_fields__
            if isinstance(getattr(row, name), str)
        }
        return replace(row, **texts, extra={own[n]: fit(v) for n, v in row.extra.items()})

    entities = tuple(
        replace(
            held(entity, columns.node_extras),
            id=columns.ids[entity.id],
            aliases=tuple(map(fit, entity.aliases)),
        )
        for entity in package.entities
    )
    relations = tuple(
        replace(
            held(relation, columns.edge_extras),
            source=columns.ids[relation.source],
            target=columns.ids[relation.target],
        )
        for relation in package.relations
    )
    return replace(package, entities=entities, relations=relations)


def graphology(format_: str, path: Path) -> Any:
    """What graphology reads from a file."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    if not (ROOT / "node_modules" / f"graphology-{format_}").is_dir():
        pytest.skip("graphology is not installed; scripts/lint_js.sh fetches it")
    command = [node, "tests/read_with_graphology.mjs", format_, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bare_tree(data: bytes, drop: str = "") -> Any:
    """The XML of a file without the elements of a namespace."""
    tree = etree.fromstring(data)
    for element in list(tree.iter(etree.Element)):
        if drop and element.tag.startswith(f"{{{drop}}}"):
            element.getparent().remove(element)
    return tree


def assert_valid(tree: Any, rules: str) -> None:
    checker = etree.RelaxNG(etree.parse(SCHEMAS / f"{rules}.rng"))
    assert checker.validate(tree), checker.error_log


def assert_officially_valid(tree: Any, schema: str) -> None:
    path = OFFICIAL / schema
    if not path.exists():
        pytest.skip(f"the official schema {schema} is not in {OFFICIAL}")
    checker = etree.XMLSchema(etree.parse(path))
    assert checker.validate(tree), checker.error_log


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the public file {name} is not beside the project")
    return path

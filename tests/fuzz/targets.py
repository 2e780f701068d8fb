"""What is fuzzed: every reader, fed with bytes; whatever they are, it answers or refuses.

A target takes bytes and raises nothing. Refusing is no fault: `DataError` says where, what and what
to do. Anything else that comes out is a fault of the program.
"""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.exports.manifest import read_manifest, redaction_in
from graph.formats import FORMATS, Package, read_any
from graph.loading import Dataset, folder_tables, load_folder, load_tables, rows_at_fault
from graph.model import Entity, PartialDate, Relation, Share, Source
from graph.views.story import story_from_json

Target = Callable[[bytes], None]

SAMPLE: Final = Package(
    "sample",
    (
        Entity("a", "Alpha", "company", aliases=("A", "Alfa"), country="NL", extra={"lei": "01"}),
        Entity("b", "Société β", "person", description="=1+1 <b>", reference="s", locator="¶3"),
        Entity("ghost", "ghost", "unknown", placeholder=True),
    ),
    (
        Relation(
            "r2",
            "a",
            "b",
            "owns",
            Share(25, 50),
            "stated",
            PartialDate(2020, 9),
            PartialDate(2021),
            evidence="Says so",
            reference="s",
            row=2,
        ),
        Relation("r3", "b", "ghost", "linked_to", status="alleged", extra={"n": "1e5"}, row=3),
    ),
    (Source("s", "Register", url="https://example.org", kind="register"),),
    "0123456789ab",
)

TABLES: Final = {
    "entities": b"id,label,category,aliases,holder_tense,x\na,Alpha,company,A;B,,1\n"
    b'b,"Be\nta",person,,former,\n',
    "relations": b"source,target,type,share,status,since,until\na,b,owns,25-50,stated,2020-09,\n"
    b"b,c,linked_to,,alleged,,2021\n",
    "sources": b"id,title,url,date\ns,Title,https://example.org,2020\n",
}


def _sound(data: Dataset) -> None:
    """What holds for every data set that was read, refused or not."""
    assert all(one.problem and one.fix and one.row >= 0 for one in data.report.problems)
    ids = [entity.id for entity in data.entities]
    assert len(ids) == len(set(ids)), "an id twice"
    if data.report.ok:
        known = set(ids)
        assert all({link.source, link.target} <= known for link in data.relations)
        assert all(entity.id and entity.label and entity.category for entity in data.entities)
        content = [data.name, [str(one) for one in (*data.entities, *data.relations)]]
        json.dumps(content).encode()


def table(data: bytes, kind: str) -> None:
    """One file of a data folder."""
    with tempfile.TemporaryDirectory() as place:
        for name, content in TABLES.items():
            Path(place, f"{name}.csv").write_bytes(data if name == kind else content)
        read = load_folder(place)
        _sound(read)
        again = load_tables(folder_tables(place))
        assert again.report == read.report, "a folder as tables is told otherwise"
        without = load_tables(folder_tables(place), leave_out=rows_at_fault(read.report))
        _sound(without)


def file(data: bytes, suffix: str) -> None:
    """A file of some format."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, f"input.{suffix}")
        path.write_bytes(data)
        with contextlib.suppress(DataError):
            _sound(load_tables(read_any(path)))
        assert list(Path(place).iterdir()) == [path], "something was left beside the file"


def story(data: bytes) -> None:
    """The saved views beside the data."""
    with contextlib.suppress(DataError):
        story_from_json(data.decode("utf-8", "surrogateescape"))


def manifest(data: bytes) -> None:
    """The manifest of a figure."""
    text = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(DataError):
        read_manifest(text)
        redaction_in(text)


TARGETS: Final[Mapping[str, Target]] = {
    **{name: partial(table, kind=name) for name in TABLES},
    **{name: partial(file, suffix=form.suffix) for name, form in FORMATS.items() if form.reads},
    "text": partial(file, suffix="csv"),
    "story": story,
    "manifest": manifest,
}
"""Every target by its name."""


def sample(name: str) -> bytes:
    """Valid input for a target, to start from."""
    if name in TABLES:
        return TABLES[name]
    if name == "text":
        return b"van;naar;soort\na;b;owns\n"
    if name == "story":
        return b'{"title": "T", "views": [{"name": "N", "note": "", "state": {"hops": 2}}]}'
    if name == "manifest":
        return (
            b'{"format": "longarm-view", "version": 1, "data": {"name": "x", "hash": "y"}, '
            b'"figure": {}, "state": {"focus": ["a"], "hops": 2, "share": [0, 50]}}'
        )
    form = FORMATS[name]
    if not form.writes:
        return FORMATS["neo4j"].load().write(SAMPLE)  # type: ignore[no-any-return]
    written: bytes = form.load().write(SAMPLE)
    return written


def mutated(valid: bytes, seed: int) -> bytes:
    """Valid input with a few bytes, runs or words of it changed; the same for the same seed.

    Examples
    --------
    >>> mutated(b"id,label", 1) == mutated(b"id,label", 1)
    True
    """
    chance = random.Random(seed)
    data = bytearray(valid)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 40))
        match chance.randrange(6):
            case 0:
                data[at : at + length] = b""
            case 1:
                data[at:at] = chance.choice(WORDS)
            case 2:
                data[at : at + length] = chance.randbytes(length)
            case 3:
                data[at:at] = data[at : at + length] * chance.choice((2, 50))
            case 4:
                data[at : at + length] = chance.choice(WORDS)
            case _:
                other = chance.randrange(len(data) + 1)
                data[at:at] = data[other : other + length]
    return bytes(data)


WORDS: Final = (
    *(b"\x00", b"\r", b"\n\n", b'"', b"'", b",", b";", b"\t", b"=1+1", b"-", b"\\", b"<", b"&x;"),
    *(
        b"null",
        b"true",
        b"NaN",
        b"-1",
        b"1e999",
        b"[]",
        b"{}",
        b'""',
        b"[[[[",
        b'{"a":',
        b"]",
        b"}",
    ),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\\ud800", b"\\u0000"),
    *(b"<!DOCTYPE x>", b"<![CDATA[", b"]]>", b"<node>", b"</graph>", b"__proto__", b"2021-02-29"),
    *(b"PK\x03\x04", b"PK\x01\x02", b"sep=;\n", b"130", b"25-", b"id", b"statementId", b"schema"),
)
"""Pieces that mean something to one reader or another."""

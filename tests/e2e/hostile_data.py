"""A data folder with a hostile string in every field of every file, views and headers included."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS

HOST = "example.com"
CHOSEN = "owner ![id](http://example.com/id.png)<b onclick=ran()>,x"


def hostile(field: str) -> str:
    """A string that would run or fetch in one of many places, and names its field.

    Examples
    --------
    >>> "/label.png" in hostile("label")
    True
    """
    web = f"http://{HOST}/{field}"
    return (
        f"![{field}]({web}.png)<img src={web}.gif onerror=window.ran=1>"
        f"<script>window.ran=1</script></script><svg onload=window.ran=1>"
        f"[{field}](javascript:window.ran=1) {{{{7*7}}}} ${{7*7}} :red[{field}] $x$ `{field}` "
        f'"onmouseover="window.ran=1" {web} =1+1'
    )


def shown(field: str) -> str:
    """The part of the string that must be seen as it is written."""
    return f"![{field}](http://{HOST}/{field}.png)"


def write(folder: Path) -> Path:
    """Write the folder."""
    folder.mkdir()
    whole = {name: hostile(name) for name in ENTITY_COLUMNS if name not in ("id", "holder_tense")}
    people = [
        {"id": CHOSEN, **whole, "holder_tense": "current", "category": "company"},
        {"id": "held", **whole, "category": "company"},
        {"id": "=cmd|x", **whole},
        {"id": "__proto__", **whole, "category": "role"},
        {"id": "person", **whole, "category": "person"},
        {"id": "measure", **whole, "category": "measure"},
    ]
    text = {name: hostile(f"link_{name}") for name in ("evidence", "said_by", "locator")}
    links = [
        ("=cmd|x", CHOSEN, "owns", "60", "stated", "2019", "", "s1"),
        (CHOSEN, "held", "owns", "40-75", "alleged", "2020-09", "", "s2"),
        ("held", "=cmd|x", "owns", "10", "inferred", "", "", hostile("link_reference")),
        ("__proto__", "person", hostile("type"), "", "", "2020", "2021", "s1"),
        ("person", CHOSEN, "controls", "", "stated", "", "", "s1"),
        (CHOSEN, "held", "owns", "30", "stated", "", "", "s1"),
        ("measure", CHOSEN, "targets", "", "proposed", "", "", "s2"),
        (
            "person",
            hostile("nowhere"),
            "linked_to",
            hostile("share"),
            hostile("status"),
            "x",
            "",
            "",
        ),
    ]
    names = ("source", "target", "type", "share", "status", "since", "until", "reference")
    sources = [
        {name: hostile(f"source_{name}") for name in SOURCE_COLUMNS} | {"id": "s1"},
        {name: hostile(f"source_{name}") for name in SOURCE_COLUMNS}
        | {"id": "s2", "url": f"http://{HOST}/page", "kind": "opinion"},
    ]
    own = hostile("header")
    for file, columns, rows in (
        ("entities", ENTITY_COLUMNS, people),
        (
            "relations",
            RELATION_COLUMNS,
            [dict(zip(names, link, strict=True)) | text for link in links],
        ),
        ("sources", SOURCE_COLUMNS, sources),
    ):
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [*columns, own])
            writer.writeheader()
            writer.writerows(row | {own: hostile(f"{file}_own")} for row in rows)
    views = [
        {"name": hostile(f"view_{n}"), "note": hostile("note"), "state": {"only": [CHOSEN, "held"]}}
        for n in range(3)
    ]
    story = {"title": hostile("story"), "views": views}
    (folder / "views.json").write_text(json.dumps(story), encoding="utf-8")
    return folder

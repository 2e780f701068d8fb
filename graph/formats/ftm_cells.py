"""A FollowTheMoney record as cells: what its properties say in Longarm's columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from graph.errors import DataError
from graph.formats import ftm_terms as terms
from graph.formats.bods_values import joined
from graph.model import STATUSES, Share

Cells = dict[str, str]

_THING: Final = frozenset({"name", "description", "proof", *terms.ALIASES})
_LINK: Final = frozenset({"percentage", "startDate", "endDate", "description", "proof"})


def thing_cells(proxy: Any) -> Cells:
    """The cells of a person, a body or any other thing; several values have semicolons between."""
    names = proxy.get("name", quiet=True)
    others = [one for key in terms.ALIASES for one in proxy.get(key, quiet=True)]
    cells = {
        "label": names[0] if names else "",
        "category": terms.CATEGORY_OF_SCHEMA.get(proxy.schema.name, terms.snake(proxy.schema.name)),
        "aliases": joined(one.replace(";", ",") for one in (*names[1:], *others)),
        "description": joined(proxy.get("description", quiet=True)),
        "reference": (proxy.get("proof", quiet=True) or [""])[0],
    }
    told = set()
    for key in terms.COUNTRIES:
        countries = [one.upper() for one in proxy.get(key, quiet=True)]
        if countries and not cells.get("country"):
            cells["country"] = countries[0]
            if len(countries) == 1:
                told.add(key)
    cells |= _rest(proxy, _THING | told)
    return {key: cell for key, cell in cells.items() if cell}


def link_cells(proxy: Any) -> Cells:
    """The cells of a link but for its ends."""
    starts, ends = proxy.get("startDate", quiet=True), proxy.get("endDate", quiet=True)
    share, percentages = _share(proxy.get("percentage", quiet=True))
    told = {"startDate"} if len(starts) == 1 else set()
    told |= {"endDate"} if len(ends) == 1 else set()
    cells = {
        "type": terms.TYPE_OF_SCHEMA.get(proxy.schema.name, terms.snake(proxy.schema.name)),
        "share": share,
        "since": min(starts, default="")[:10],
        "until": max(ends, default="")[:10],
        "evidence": joined(proxy.get("description", quiet=True)),
        "reference": (proxy.get("proof", quiet=True) or [""])[0],
        "percentage": percentages,
    }
    status = proxy.get("status", quiet=True)
    if len(status) == 1 and status[0] in STATUSES:
        cells["status"] = status[0]
    elif status:
        cells["ftm_status"] = joined(status)
    for key, values in (("startDate", starts), ("endDate", ends)):
        cells[key] = "" if key in told and len(values[0]) <= len("2020-09-14") else joined(values)
    cells |= _rest(proxy, _LINK | {"status"})
    return {key: cell for key, cell in cells.items() if cell}


def source_cells(proxy: Any) -> Cells:
    """The cells of a document that is cited as proof."""
    cells = {
        "title": (proxy.get("title", quiet=True) or proxy.get("name", quiet=True) or [""])[0],
        "publisher": joined(proxy.get("publisher", quiet=True)),
        "date": (proxy.get("publishedAt", quiet=True) or proxy.get("date", quiet=True) or [""])[0],
        "url": (proxy.get("sourceUrl", quiet=True) or [""])[0],
        "language": joined(proxy.get("language", quiet=True)),
    }
    return {key: cell for key, cell in cells.items() if cell}


def _share(percentages: list[str]) -> tuple[str, str]:
    """The share, when there is one that can be read; otherwise what stands there.

    Examples
    --------
    >>> _share(["25-50"]), _share([">25%"]), _share(["10", "20"])
    (('25-50', ''), ('', '>25%'), ('', '10; 20'))
    """
    if len(percentages) == 1:
        try:
            share = Share.parse(percentages[0])
        except DataError:
            share = None
        if share is not None:
            return share.to_cell(), ""
    return "", joined(percentages)


def _rest(proxy: Any, told: Iterable[str]) -> Cells:
    """Every other property under its own name; ends of links and other records are links."""
    passed = frozenset(told)
    return {
        _column(prop.name): joined(proxy.get(prop))
        for prop in proxy.iterprops()
        if prop.name not in passed and prop.type.name != "entity"
    }


def _column(name: str) -> str:
    """A property's name as a column, apart from the columns that mean something else."""
    return f"ftm_{name}" if name in _TAKEN else name


_TAKEN: Final = frozenset(
    {"id", "label", "category", "aliases", "holder", "locator", "type", "source", "target"}
    | {"status", "share", "since", "until", "evidence", "reference", "country", "description"}
    | {"indirect"}
)

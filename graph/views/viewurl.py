"""ViewState ⇄ address: every field but the pins, defaults left out.

Lists are separated by commas; a comma or per cent sign within an id is written ``%2C`` or ``%25``
inside the value, on top of what an address does to it anyway. A filter that lets nothing pass is
an empty value (``group=``), which no list of names can be mistaken for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from graph.errors import DataError
from graph.model import CATEGORIES, RELATION_GROUPS, REVIEWS, STATUSES, TYPE_WORDS, PartialDate
from graph.queries import Queries, shorten
from graph.views.viewstate import LAYOUTS, ViewState
from graph.views.walks import MAX_HOPS

PARAMETERS: Final[Mapping[str, str]] = {
    "focus": "focus",
    "hops": "hops",
    "expand": "expanded",
    "category": "categories",
    "people": "people",
    "group": "groups",
    "type": "types",
    "status": "statuses",
    "review": "reviews",
    "share": "share",
    "asof": "as_of",
    "against": "against",
    "undated": "undated",
    "hide": "hidden",
    "only": "only",
    "collapse": "collapsed",
    "drop": "dropped",
    "layout": "layout",
    "seed": "seed",
    "select": "selection",
    "lit": "emphasis",
    "size": "size_by",
    "threshold": "threshold",
}
"""Name in the address → field of `ViewState`."""

MAX_LIST: Final = 2_000
"""Names that one list in an address may hold."""

_BLANK: Final = ViewState()
_ENTITY_LISTS: Final = ("focus", "expand", "hide", "only", "collapse", "select", "people")
_HOST_PARAMETERS: Final = ("embed", "embed_options")
_SHARE: Final = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", re.ASCII)
_MEASURE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_ESCAPED: Final = re.compile(r"%(25|2[Cc])")


def to_query(state: ViewState) -> dict[str, str]:
    """The address of a view: only what differs from the default.

    Examples
    --------
    >>> to_query(ViewState(focus=("cetc", "a,b"), hops=2, groups=()))
    {'focus': 'cetc,a%2Cb', 'hops': '2', 'group': ''}
    """
    return {
        name: _write(value)
        for name, field in PARAMETERS.items()
        if (value := getattr(state, field)) != getattr(_BLANK, field)
    }


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return value
    if value and isinstance(value[0], float):
        return "-".join(map(_number, value))
    return ",".join(item.replace("%", "%25").replace(",", "%2C") for item in value)


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def from_query(query: Mapping[str, str], store: Queries) -> tuple[ViewState, list[str]]:
    """The view of an address.

    Parameters
    ----------
    query : Mapping of str to str
        Parameters of the address, decoded once as every web library does.
    store : Queries
        The data, against which names are checked.

    Returns
    -------
    state : ViewState
        With the default wherever a value was not understood.
    messages : list of str
        One for each value that was not understood.
    """
    reader = _Reader(query, store)
    for name in query:
        if name not in PARAMETERS and name not in _HOST_PARAMETERS:
            reader.complain(name, f"“{shorten(name)}” is no part of a view.")
    fields = {field: reader.read(name) for name, field in PARAMETERS.items() if name in query}
    kept = {field: value for field, value in fields.items() if value is not None}
    return ViewState(**kept), reader.messages


class _Reader:
    """Reads one address; what it cannot read becomes a message and ``None``."""

    def __init__(self, query: Mapping[str, str], store: Queries) -> None:
        self._query = query
        self._store = store
        self.messages: list[str] = []
        named = {key for name in _ENTITY_LISTS for key in _split(query.get(name, ""))}
        self._entities = store.entities(sorted(named)) if named else {}

    def complain(self, name: str, problem: str) -> None:
        self.messages.append(f"Address, {shorten(name, 20)}: {problem}")

    def read(self, name: str) -> Any:
        text = self._query[name]
        simple = _SIMPLE.get(name)
        if simple is None:
            return self._list(name, text)
        try:
            return simple(text)
        except (ValueError, DataError) as error:
            default = getattr(_BLANK, PARAMETERS[name])
            used = f" {_write(default)} is used." if isinstance(default, (int, float)) else ""
            reason = error.fix if isinstance(error, DataError) else str(error)
            self.complain(name, f"“{shorten(text)}” is not understood. {reason}{used}")
            return None

    def _list(self, name: str, text: str) -> tuple[str, ...] | None:
        wanted = _split(text)
        if len(wanted) > MAX_LIST:
            self.complain(name, f"Only the first {MAX_LIST:,} of {len(wanted):,} names are read.")
            wanted = wanted[:MAX_LIST]
        known = self._known(name, wanted)
        found = tuple(item for item in wanted if item in known)
        for item in wanted:
            if item not in known:
                self.complain(name, f"The data holds no “{shorten(item)}”; it is left out.")
        # A filter of which nothing was understood is no filter, not one that hides everything.
        return None if wanted and not found else found

    def _known(self, name: str, wanted: Collection[str]) -> Collection[str]:
        if name in _ENTITY_LISTS:
            return self._entities
        if name == "lit":
            return self._store.relations(wanted)
        counts = self._store.counts()
        if name == "drop":
            sources = {*self._store.sources(), *counts.references} - {""}
            known = {f"#{status}" for status in (*STATUSES, *counts.statuses)}
            return {one for one in wanted if one in known or one.partition("#")[0] in sources}
        vocabulary: dict[str, Collection[str]] = {
            "category": {*CATEGORIES, *counts.categories},
            "group": {*RELATION_GROUPS, *counts.groups},
            "type": {*TYPE_WORDS, *counts.types},
            "status": {*STATUSES, *counts.statuses},
            "review": REVIEWS,
        }
        return vocabulary[name]


def _split(text: str) -> tuple[str, ...]:
    items = (_ESCAPED.sub(_unescape, item) for item in text.split(","))
    return tuple(dict.fromkeys(item for item in items if item))


def _unescape(match: re.Match[str]) -> str:
    return "%" if match[1] == "25" else ","


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most:
            return int(text)
        raise ValueError(f"Give a whole number from {least} to {most}.")

    return read


def _share(text: str) -> tuple[float, float]:
    match = _SHARE.fullmatch(text)
    if match and float(match[1]) <= float(match[2]) <= 100:
        return float(match[1]), float(match[2])
    raise ValueError("Give two percentages such as 25-50.")


def _threshold(text: str) -> float:
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) and float(text) <= 100:
        return float(text)
    raise ValueError("Give a percentage from 0 to 100.")


def _as_of(text: str) -> str:
    PartialDate.parse(text)
    return text.strip()


def _undated(text: str) -> bool:
    if text in ("0", "1"):
        return text == "1"
    raise ValueError("Give 0 or 1.")


def _layout(text: str) -> str:
    if text in ("", *LAYOUTS):
        return text
    raise ValueError(f"Choose one of {', '.join(LAYOUTS)}.")


def _measure(text: str) -> str:
    if not text or _MEASURE.fullmatch(text):
        return text
    raise ValueError("Give the name of a measure.")


_SIMPLE: Final[Mapping[str, Callable[[str], object]]] = {
    "hops": _whole(0, MAX_HOPS),
    "seed": _whole(0, 2**31 - 1),
    "share": _share,
    "threshold": _threshold,
    "asof": _as_of,
    "against": _as_of,
    "undated": _undated,
    "layout": _layout,
    "size": _measure,
}

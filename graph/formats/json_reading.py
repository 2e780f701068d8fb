"""Node-link JSON as tables: strict JSON alone, every number as it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from graph.errors import DataError
from graph.exports.escaping import one_line
from graph.formats.networks import Link, Network, Node, place
from graph.formats.xml_columns import plain_number
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.tables import Tables

MAX_BYTES: Final = 300_000_000
"""Size of a file that is read at once."""

_FIX: Final = "Save it again with the tool it came from."
_LINK_LISTS: Final = ("links", "edges")
_ENDS: Final = {"source": ("source", "from"), "target": ("target", "to")}
_SHARES: Final = ("share_min", "share_max")
_DRAWING: Final = frozenset({"vx", "vy", "fx", "fy", "index"})


class _Number(str):
    """A number with the digits that the file gives it."""

    __slots__ = ()


def read(path: Path) -> Tables:
    """The nodes and links of a node-link JSON file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Tables
        With a line for everything that could not be taken as it stands.

    Raises
    ------
    DataError
        When the file is not strict JSON, or has no nodes and links.
    """
    found = _parsed(path)
    network = Network(path.name)
    try:
        if isinstance(found, dict):
            _take(network, found)
        return network.tables()
    except RecursionError:
        raise _too_deep(path) from None


def _parsed(path: Path) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            double = next(name for name in found if names.count(name) > 1)
            raise _refused(path, f"The key “{one_line(double)[:80]}” stands twice in one object.")
        return found

    def never(name: str) -> None:
        raise _refused(path, f"{name} is not a number that JSON knows.")

    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refused(path, f"The file is larger than {MAX_BYTES // 1_000_000:,} MB.")
        return json.loads(
            path.read_bytes(),
            object_pairs_hook=once,
            parse_constant=never,
            parse_int=_Number,
            parse_float=_Number,
        )
    except json.JSONDecodeError as error:
        place_ = f"line {error.lineno}, column {error.colno}"
        raise _refused(path, f"The file is not JSON: {place_}.") from error
    except RecursionError:
        raise _too_deep(path) from None
    except UnicodeDecodeError as error:
        raise _refused(path, "The file is not in UTF-8, UTF-16 or UTF-32.") from error
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.",
            where=path.name,
            fix="Check its name and who may read it.",
        ) from error


def _refused(path: Path, problem: str) -> DataError:
    return DataError(problem, where=path.name, fix=_FIX)


def _too_deep(path: Path) -> DataError:
    return _refused(path, "The lists and objects of the file are nested too deep.")


def _take(network: Network, found: Mapping[str, Any]) -> None:
    about = _object(found.get("graph", found.get("attributes")))
    nodes = _list(found.get("nodes"))
    links: list[Any] = []
    for name in _LINK_LISTS:
        held = _list(found.get(name))
        if links and held:
            network.note("Edges in a second list, which is left out", times=len(held))
        links = links or held
    # Our own export is known by the hash of its data and by `extra`, where our own columns stand.
    network.own = "data_hash" in about and isinstance(about.get("sources"), list)
    network.sources = _sources(about) if network.own else []
    options = _object(found.get("options"))
    said = found.get("directed", options.get("type"))
    direction = {"directed": "true", "undirected": "false"}.get(str(said), _text(said))
    direction = direction if direction in ("true", "false") else ""
    skipped = [
        name
        for name in found
        if name not in ("nodes", *_LINK_LISTS, "directed", "multigraph", "options")
    ]
    if not network.own:
        network.note(
            "Parts of the file beside its nodes and edges that are not taken",
            times=len(skipped),
        )
    by_place = not any(_object(node).keys() & {"id", "key"} for node in nodes)
    network.note(
        "Nodes without an id; they are numbered from 0, as the edges have it",
        times=len(nodes) if by_place else 0,
    )
    for number, one in enumerate(nodes):
        _node(network, one, str(number) if by_place else "")
    for one in links:
        _link(network, one, direction)


def _node(network: Network, one: Any, number: str) -> None:
    if not isinstance(one, dict):
        one = {"id": one}
    if network.own:
        if not one.get("placeholder"):
            cells = _own_cells(one, ENTITY_COLUMNS[2:])
            network.nodes.append(Node(_text(one.get("id")), _text(one.get("label")), cells))
        return
    fields = _flat(network, one)
    key = fields.pop("id", "") or fields.pop("key", "") or number
    node = Node(key, fields.pop("label", ""), fields)
    if place(node.values):
        network.note("Places of nodes; they stand in “layout_x” and “layout_y”")
    network.nodes.append(node)


def _link(network: Network, one: Any, direction: str) -> None:
    if not isinstance(one, dict):
        network.note("Edges that are not objects and are left out", severity="warning")
        return
    ends = {
        end: _end(next((one[name] for name in names if name in one), ""))
        for end, names in _ENDS.items()
    }
    if network.own:
        cells = _own_cells(one, RELATION_COLUMNS[3:])
        if all(name in one for name in _SHARES):
            low, high = (_plain(one[name]) for name in _SHARES)
            cells["share"] = low if low == high else f"{low}-{high}"
        link = Link(ends["source"], ends["target"], kind=_text(one.get("type")), values=cells)
        network.links.append(link)
        return
    names = {name for known in _ENDS.values() for name in known}
    fields = _flat(network, {name: value for name, value in one.items() if name not in names})
    undirected = fields.pop("undirected", "")
    says = {"true": "false", "false": "true"}.get(undirected, direction)
    key = fields.pop("key", "") or fields.pop("id", "")
    network.links.append(Link(ends["source"], ends["target"], key, "", says, fields))


def _end(value: Any) -> str:
    """The id at the end of a link: d3 puts the node itself there once it has drawn it."""
    if isinstance(value, dict):
        value = value.get("id", value.get("key", value.get("index", "")))
    return _text(value)


def _flat(network: Network, one: Mapping[str, Any]) -> dict[str, str]:
    """The fields of an object as text, with those under graphology's ``attributes``."""
    fields = dict(one)
    within = fields.pop("attributes", None)
    if isinstance(within, dict):
        for name, value in within.items():
            fields[f"attribute_{name}" if name in fields else name] = value
    elif within is not None:
        fields["attributes"] = within
    drawing = [name for name in fields if name in _DRAWING]
    network.note("Speeds and places of a drawing that are not taken", times=bool(drawing))
    return {
        name: text
        for name, value in fields.items()
        if name not in _DRAWING and (text := _text(value, name))
    }


def _own_cells(one: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, str]:
    cells = {name: _text(value) for name, value in _object(one.get("extra")).items()}
    cells |= {name: _text(one[name], name) for name in columns if name in one}
    return {name: text for name, text in cells.items() if text}


def _sources(about: Mapping[str, Any]) -> list[Mapping[str, str]]:
    held = (one for one in _list(about.get("sources")) if isinstance(one, dict))
    return [_own_cells(one, SOURCE_COLUMNS) for one in held]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(value: Any) -> str:
    text = _text(value)
    if not isinstance(value, _Number) or abs(Decimal(text).adjusted()) > 20:
        return text
    return plain_number(text)


def _text(value: Any, name: str = "") -> str:
    """A value as the text of a cell; lists and objects stay JSON, aliases become a list."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if name == "aliases" and isinstance(value, list):
        return ";".join(_text(one) for one in value)
    return _json(value)


def _json(value: Any) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_json(one) for one in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{json.dumps(name, ensure_ascii=False)}: {_json(v)}" for name, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    return json.dumps(value, ensure_ascii=False)

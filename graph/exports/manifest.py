"""The manifest: everything needed to make a figure again, as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from graph import __version__
from graph.errors import DataError
from graph.exports.escaping import strict_json
from graph.exports.redaction import Redacted, Redaction, as_written
from graph.queries import Queries
from graph.views.view import View
from graph.views.viewstate import ViewState

FORMAT: Final = "longarm-view"
FORMAT_VERSION: Final = 1

_PACKAGES: Final = ("networkx", "numpy", "scipy", "pandas", "duckdb", "pyvis", "vl-convert-python")


@dataclass(frozen=True, slots=True)
class Figure:
    """The words and looks of a figure, beside its view.

    Attributes
    ----------
    title, subtitle : str
        Heading and sentence; blank lets the view choose.
    theme : str
        ``light``, ``dark`` or ``print``.
    scale : float
        Pixels of a PNG for each pixel of the drawing.
    """

    title: str = ""
    subtitle: str = ""
    theme: str = "light"
    scale: float = 2.0


def manifest(
    store: Queries, view: View, figure: Figure | None = None, *, made: str = ""
) -> dict[str, Any]:
    """What makes a figure reproducible: view, data hash, versions.

    Of a `Redacted` store it holds the rule with categories by name and entities under the names
    they are shown by alone: who has the data and knows whom it was about can make it again.

    Parameters
    ----------
    store : Queries
        The data set.
    view : View
        What is shown.
    figure : Figure, optional
        Title and looks.
    made : str, optional
        Date and time of making, given by whoever asks: this is the one place that has it.

    Returns
    -------
    dict
        Fit for strict JSON.
    """
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        **({"made": made} if made else {}),
        "data": {"name": store.name, "hash": store.data_hash},
        "counts": asdict(view.counts),
        "figure": asdict(figure or Figure()),
        "state": state_to_dict(view.state),
        **_redaction(store),
        "made_with": {"longarm": __version__, "python": platform.python_version(), **_versions()},
    }


def _redaction(store: Queries) -> dict[str, Any]:
    if not isinstance(store, Redacted):
        return {}
    return {"redaction": as_written(store.redaction, store.roll)}


def manifest_json(content: Mapping[str, Any]) -> str:
    """A manifest as text that a person can read."""
    return strict_json(content, indent=2) + "\n"


def read_manifest(text: str) -> tuple[ViewState, Figure, str]:
    """View, figure and data hash out of a manifest's text.

    Parameters
    ----------
    text : str
        Contents of a manifest file.

    Returns
    -------
    tuple of ViewState, Figure, str
        The hash lets the caller say when the data has changed since.

    Raises
    ------
    DataError
        When the text is no manifest of this program.
    """
    where, fix = "The manifest", "Choose a file that was saved with a figure."
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError("The file is not JSON.", where=where, fix=fix) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DataError("The file is not a manifest of a figure.", where=where, fix=fix)
    if content.get("version") != FORMAT_VERSION:
        raise DataError(
            f"Its version is {content.get('version')}, this program reads {FORMAT_VERSION}.",
            where=where,
            fix="Use the version of the program that made it.",
        )
    try:
        state = state_from_dict(content["state"])
        figure = _figure(content.get("figure", {}))
        data_hash = str(content["data"]["hash"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DataError(f"A part is missing or broken ({error}).", where=where, fix=fix) from None
    return state, figure, data_hash


def redaction_in(text: str) -> tuple[Redaction, tuple[str, ...]]:
    """The redaction in a manifest's text, and the names that its single entities are shown by.

    Raises
    ------
    DataError
        When it is broken.

    Examples
    --------
    >>> redaction_in('{"redaction": {"categories": ["person"], "entities": ["company-1"]}}')[1]
    ('company-1',)
    """
    held = json.loads(text).get("redaction", {})
    try:
        lists = [tuple(held.get(name, ())) for name in ("categories", "entities")]
        switches = (held.get("evidence", True), held.get("withheld", False))
        sound = all(isinstance(one, str) for names in lists for one in names)
        if not sound or not all(isinstance(one, bool) for one in switches):
            raise TypeError
    except (TypeError, AttributeError):
        raise DataError(
            "Its redaction is broken.",
            where="The manifest",
            fix="Choose a file that was saved with a figure.",
        ) from None
    return Redaction(categories=lists[0], evidence=switches[0], withheld=switches[1]), lists[1]


def state_to_dict(state: ViewState) -> dict[str, Any]:
    """The fields of a view that differ from a blank one, fit for JSON.

    Examples
    --------
    >>> state_to_dict(ViewState(focus=("cetc",), hops=2))
    {'focus': ['cetc'], 'hops': 2}
    """
    blank = ViewState()
    return {
        name: _plain(value)
        for name, value in asdict(state).items()
        if value != getattr(blank, name)
    }


def state_from_dict(content: Mapping[str, Any]) -> ViewState:
    """The view that `state_to_dict` wrote down.

    Raises
    ------
    ValueError
        When a field is unknown or holds something of the wrong kind.

    Examples
    --------
    >>> state_from_dict({"focus": ["cetc"], "hops": 2}).hops
    2
    """
    if not isinstance(content, Mapping):
        raise ValueError("state")
    unknown = sorted(set(content) - {field.name for field in fields(ViewState)})
    if unknown:
        raise ValueError(f"unknown field {', '.join(unknown)}")
    return ViewState(**{name: _value(name, value) for name, value in content.items()})


_WHOLE: Final = frozenset({"hops", "seed"})
_TEXT: Final = frozenset({"layout", "as_of", "against", "size_by"})


def _value(name: str, value: Any) -> Any:
    if value is None and getattr(ViewState(), name) is None:
        return None
    if name in _WHOLE and type(value) is int:
        return value
    if name in _TEXT and isinstance(value, str):
        return value
    if name == "undated" and isinstance(value, bool):
        return value
    if name == "threshold" and _is_number(value):
        return float(value)
    if isinstance(value, list):
        if name == "share" and len(value) == 2 and all(map(_is_number, value)):
            return (float(value[0]), float(value[1]))
        if name == "pins" and all(map(_is_pin, value)):
            return tuple((pin[0], float(pin[1]), float(pin[2])) for pin in value)
        if name not in _SCALARS and all(isinstance(item, str) for item in value):
            return tuple(value)
    raise ValueError(f"field {name}")


_SCALARS: Final = _WHOLE | _TEXT | {"undated", "threshold", "share", "pins"}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_pin(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], str)
        and _is_number(value[1])
        and _is_number(value[2])
    )


def _figure(content: Any) -> Figure:
    figure = Figure(**content)
    words = (figure.title, figure.subtitle, figure.theme)
    if not all(isinstance(word, str) for word in words) or not _is_number(figure.scale):
        raise ValueError("figure")
    return figure


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an optional part is not installed
            continue
    return found

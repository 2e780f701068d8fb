"""Scenes on their way to the browser: a base once, then what differs from it.

A patch is always relative to the base and never to the patch before it, so a message that gets
lost on the way does no harm: the next one says everything again. The browser names the base it
holds; when it holds none it asks for one (`need_base`).

On the wire a node, link or line of text is a plain object of its fields, without those that have
their default value. Selection travels apart from the rest: a click then changes nothing that has
to be painted anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final, TypeVar

from graph.picture.scene import Scene, SceneLink, SceneNode, TextLine

PATCH_LIMIT: Final = 0.5
"""A patch larger than this part of the base makes a new base."""

SENDINGS: Final = 2
"""How often a base goes out unasked while the browser has not named it."""

_APART: Final = frozenset({"selected"})
_NOTHING: Final = object()

Item = SceneNode | SceneLink | TextLine
_Keyed = TypeVar("_Keyed", SceneNode, SceneLink)

_FIELDS: Final = {
    kind: tuple(
        (one.name, _NOTHING if one.default is MISSING else one.default)
        for one in fields(kind)
        if one.name not in _APART
    )
    for kind in (SceneNode, SceneLink, TextLine)
}


def sparse(item: Item) -> dict[str, Any]:
    """An item's fields without `selected` and without those at their default.

    Examples
    --------
    >>> sparse(TextLine("CETC", 1.0, 2.0, 30.0, 12.0, weight=600))
    {'text': 'CETC', 'x': 1.0, 'y': 2.0, 'width': 30.0, 'size': 12.0, 'weight': 600}
    """
    found: dict[str, Any] = {}
    for name, default in _FIELDS[type(item)]:
        value = getattr(item, name)
        if value is default or value == default:
            continue
        if isinstance(value, tuple) and value and isinstance(value[0], TextLine):
            value = [sparse(line) for line in value]
        found[name] = value
    return found


@dataclass
class SceneWire:
    """The sending side of one canvas in one session.

    Parameters
    ----------
    token : str
        Text of its own for each session, so that a browser that outlives a session does not take
        an older base for a newer one.

    Examples
    --------
    >>> from graph.picture.scene import Caption
    >>> caption = Caption("", "", "", (), "", (), "", "")
    >>> scene = Scene((), (), (), (), caption, (0, 0, 1, 1), "force")
    >>> message = SceneWire("s").encode(scene)
    >>> message["base"], message["full"] is None, message["patch"]
    ('s.1', False, '{}')
    """

    token: str
    _base: Scene | None = None
    _number: int = 0
    _base_text: str = ""
    _sent: int = 0
    _held: str = ""
    _last: tuple[Scene, str] | None = None
    _nodes: dict[str, SceneNode] = field(default_factory=dict)
    _links: dict[str, SceneLink] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Name of the present base."""
        return f"{self.token}.{self._number}"

    def held(self, base: str) -> None:
        """The browser says that it holds `base`."""
        self._held = base

    def ask(self) -> None:
        """The browser has lost the base: it goes out again."""
        self._sent = 0
        self._held = ""

    def encode(self, scene: Scene) -> dict[str, Any]:
        """The message that shows `scene`.

        Parameters
        ----------
        scene : Scene
            What to show.

        Returns
        -------
        dict
            ``base`` (its name), ``full`` (the base as JSON text, or ``None`` when the browser has
            it), ``patch`` (JSON text: what differs from the base), ``selected`` (keys of nodes and
            links).
        """
        patch = self._patch_for(scene)
        sending = self._held != self.base and self._sent < SENDINGS
        self._sent += sending
        return {
            "base": self.base,
            "full": self._base_text if sending else None,
            "patch": patch,
            "selected": {
                "nodes": [node.key for node in scene.nodes if node.selected],
                "links": [link.key for link in scene.links if link.selected],
            },
        }

    def _patch_for(self, scene: Scene) -> str:
        if self._last is not None and (self._last[0] is scene or self._last[0] == scene):
            return self._last[1]
        patch = ""
        if self._base is not None:
            patch = _text(self._difference(self._base, scene))
        if self._base is None or len(patch) > PATCH_LIMIT * len(self._base_text):
            self._rebase(scene)
            patch = "{}"
        self._last = (scene, patch)
        return patch

    def _rebase(self, scene: Scene) -> None:
        self._base = scene
        self._number += 1
        self._sent = 0
        self._nodes = {node.key: node for node in scene.nodes}
        self._links = {link.key: link for link in scene.links}
        self._base_text = _text(
            {
                "nodes": [sparse(node) for node in scene.nodes],
                "links": [sparse(link) for link in scene.links],
                **_frame(scene),
            }
        )

    def _difference(self, base: Scene, scene: Scene) -> dict[str, Any]:
        before, after = _frame(base), _frame(scene)
        patch = {name: value for name, value in after.items() if value != before[name]}
        nodes = _changes(self._nodes, scene.nodes)
        links = _changes(self._links, scene.links)
        if nodes:
            patch["nodes"] = nodes
        if links:
            patch["links"] = links
        return patch


def _frame(scene: Scene) -> dict[str, Any]:
    """What a canvas draws or says besides nodes and links."""
    return {
        "zones": [sparse(zone) for zone in scene.zones],
        "bounds": list(scene.bounds),
        "layout": scene.layout,
        "title": scene.caption.title,
    }


def _changes(base: Mapping[str, _Keyed], items: Iterable[_Keyed]) -> dict[str, Any]:
    """What was ``set`` (new or changed) and is ``gone``; ``order`` where it cannot be told."""
    present = list(items)
    changed = [
        fresh
        for item in present
        if item != (known := base.get(item.key))
        and (fresh := sparse(item)) != (sparse(known) if known is not None else None)
    ]
    keys = [item.key for item in present]
    there = set(keys)
    gone = [key for key in base if key not in there]
    told = [key for key in base if key in there] + [key for key in keys if key not in base]
    found: dict[str, Any] = {}
    if changed:
        found["set"] = changed
    if gone:
        found["gone"] = gone
    if told != keys:
        found["order"] = keys
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

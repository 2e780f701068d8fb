"""The canvas: a Streamlit component of our own that draws a `Scene` and answers with events.

Two components stand behind it. The *library* carries vis-network (out of the installed pyvis), our
own drawing code, style sheet and colours; its data never changes, so the browser gets it once. The
*canvas* itself is a few lines that wait for the library; a message to it holds only what differs
from a base scene (`ui.scene_wire`). It stays mounted: zoom, places and selection outlive reruns.

The code under ``frontend/`` is plain functions on one namespace object, `la`, joined in the order
of `MODULES` into one script: no build step, no imports between the files, each later file may use
the earlier ones.

Events come in a numbered queue, and each is sent along with later ones until its number comes back
(`ack`): a click during a rerun is never lost, and none is handled twice. `take_events`, called
before anything is drawn, lets one rerun both apply the events and show the outcome.
"""

from __future__ import annotations

import importlib.util
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from graph.errors import LongarmError
from graph.picture.appearance import appearance_table
from graph.picture.fonts import FONT_STACK
from graph.picture.scene import Scene
from ui.scene_wire import SceneWire

MODULES: Final = (
    "namespace.js",
    "geometry.js",
    "theme.js",
    "model.js",
    "queue.js",
    "index.js",
    "text.js",
    "paint.js",
    "states.js",
    "layers.js",
    "camera.js",
    "choice.js",
    "icons.js",
    "toolbar.js",
    "menu.js",
    "tip.js",
    "list.js",
    "gestures.js",
    "search.js",
    "keys.js",
    "canvas.js",
)
"""Files under ``frontend/`` in the order in which they are joined."""

EVENT_TYPES: Final = (
    "select",
    "link",
    "expand",
    "hide",
    "only",
    "focus",
    "collapse",
    "open",
    "pin",
    "unpin",
    "menu",
    "undo",
    "redo",
    "layout",
    "reset",
    "show_all",
)
"""Types of `CanvasEvent` that reach the page."""

_FRONTEND: Final = Path(__file__).parent / "frontend"
_VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True, slots=True)
class CanvasEvent:
    """Something done on the canvas.

    Attributes
    ----------
    n : int
        Number in the session, rising.
    type : str
        One of `EVENT_TYPES`.
    ids : tuple of str
        Entities it is about (for ``select`` the whole new selection, the latest last; for ``link``
        the relation).
    payload : Mapping
        ``pin``: ``positions``, id to ``[x, y]`` in world coordinates; ``layout``: ``name``;
        ``expand``: perhaps ``value`` of the chosen row of the menu.
    """

    n: int
    type: str
    ids: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuRow:
    """What expanding would add of one type: words, how many, and a value that makes it a choice."""

    words: str
    count: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """The answer to a ``menu`` event: what expanding the entity would bring.

    Attributes
    ----------
    id : str
        The entity asked about.
    rows : tuple of MenuRow
        Counts by type.
    note : str
        One sentence, such as “All its links are shown.”
    """

    id: str
    rows: tuple[MenuRow, ...] = ()
    note: str = ""


def canvas(
    scene: Scene,
    *,
    key: str = "canvas",
    can_undo: bool = False,
    can_redo: bool = False,
    layouts: Sequence[tuple[str, str]] = (),
    layout: str = "",
    counts_text: str = "",
    note: str = "",
    menu: Menu | None = None,
    empty_text: str = "Nothing is shown.",
    empty_button: str = "Show all",
    fit: str = "",
    height: int | Literal["stretch"] = "stretch",
) -> list[CanvasEvent]:
    """Draw a scene; stays mounted and sends what changed only.

    Parameters
    ----------
    scene : Scene
        What to draw.
    key : str
        Key of the component: its container has the class ``st-key-<key>``.
    can_undo, can_redo : bool
        Whether those buttons work.
    layouts : sequence of (str, str)
        Name and words of each layout on offer; none hides the choice.
    layout : str
        The chosen one, by default the scene's.
    counts_text, note : str
        Words at the right of the toolbar: “n of N”, and what was left out.
    menu : Menu or None
        Answer to a ``menu`` event.
    empty_text, empty_button : str
        What an empty scene says, and the button that sends ``show_all``; blank hides the button.
    fit : str
        When this text changes the drawing is fitted into its frame.
    height : int or "stretch"
        Height in px, or that of the container.

    Returns
    -------
    list of CanvasEvent
        New events, each once. Apply them before anything else is drawn: they count as handled.
    """
    session = _session(key)
    ack = session.handled
    _library(key=f"{key}_library", data=_constants(), height="content")
    _mount(
        key=key,
        data={
            "key": key,
            "session": session.wire.token,
            "ack": ack,
            "scene": session.wire.encode(scene),
            "bar": {
                "undo": can_undo,
                "redo": can_redo,
                "layouts": [list(pair) for pair in layouts],
                "layout": layout or scene.layout,
                "counts": counts_text,
                "note": note,
            },
            "menu": None if menu is None else asdict(menu),
            "empty": {"text": empty_text, "button": empty_button},
            "fit": fit,
        },
        height=height,
        on_events_change=_nothing,
    )
    return take_events(key)


def take_events(key: str = "canvas") -> list[CanvasEvent]:
    """Events not handled yet; they count as handled from here on.

    Parameters
    ----------
    key : str
        Key of the canvas.

    Returns
    -------
    list of CanvasEvent
        In the order in which they happened.
    """
    session = _session(key)
    sent = read_queue(st.session_state.get(key), session.wire.token)
    if sent.base:
        session.wire.held(sent.base)
    fresh = [event for event in sent.events if event.n > session.handled]
    if fresh:
        session.handled = fresh[-1].n
    if any(event.type == "need_base" for event in fresh):
        session.wire.ask()
    return [event for event in fresh if event.type in EVENT_TYPES]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the browser sent: the base it holds and its events by number."""

    base: str = ""
    events: tuple[CanvasEvent, ...] = ()


def read_queue(value: object, token: str) -> Queue:
    """Read the component's value; whatever is not of this session or shape is nothing.

    Parameters
    ----------
    value : object
        The component's value as Streamlit keeps it.
    token : str
        The session's token.

    Returns
    -------
    Queue

    Examples
    --------
    >>> sent = {"session": "s", "base": "s.1", "queue": [{"n": 1, "type": "hide", "ids": ["cetc"]}]}
    >>> read_queue({"events": sent}, "s").events[0].ids
    ('cetc',)
    >>> read_queue({"events": sent}, "another").events
    ()
    """
    sent = value.get("events") if isinstance(value, Mapping) else None
    if not isinstance(sent, Mapping) or sent.get("session") != token:
        return Queue()
    raw = sent.get("queue")
    events = [_event(one) for one in raw] if isinstance(raw, Sequence) else []
    known = {event.n: event for event in events if event is not None}
    return Queue(str(sent.get("base", "")), tuple(known[number] for number in sorted(known)))


def _event(raw: object) -> CanvasEvent | None:
    if not isinstance(raw, Mapping):
        return None
    number, kind, ids, payload = (raw.get(name) for name in ("n", "type", "ids", "payload"))
    if not isinstance(number, int) or not isinstance(kind, str):
        return None
    return CanvasEvent(
        number,
        kind,
        tuple(str(one) for one in ids) if isinstance(ids, list | tuple) else (),
        dict(payload) if isinstance(payload, Mapping) else {},
    )


@dataclass
class _Session:
    wire: SceneWire
    handled: int = 0


def _session(key: str) -> _Session:
    name = f"_{key}_session"
    if name not in st.session_state:
        st.session_state[name] = _Session(SceneWire(secrets.token_hex(4)))
    found: _Session = st.session_state[name]
    return found


def _nothing() -> None:
    """Registers the component's value with Streamlit; the value itself is read by `take_events`."""


def script() -> str:
    """The library's script: vis-network, then our files, then what Streamlit calls."""
    spec = importlib.util.find_spec("pyvis")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    if folder is None or not (folder / _VIS).is_file():
        raise LongarmError(
            "The drawing library vis-network 9.1.2 was not found in the installed pyvis.",
            fix="Install the pinned requirements again.",
        )
    ours = (_FRONTEND / name for name in (*MODULES, "library.js"))
    return "\n;\n".join(part.read_text(encoding="utf-8") for part in (folder / _VIS, *ours))


@lru_cache(maxsize=1)
def _constants() -> dict[str, Any]:
    return {**appearance_table(), "font": FONT_STACK}


_library = st.components.v2.component(
    "longarm_library",
    js=script(),
    css=(_FRONTEND / "canvas.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_mount = st.components.v2.component(
    "longarm_canvas",
    js=(_FRONTEND / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)

"""Long questions: remembered, with progress on the page and a button that stops them.

While a question is worked on, each word to the page is a moment at which a click gets through:
Streamlit then gives up the run, and the next one knows that it was stopped.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from graph.errors import LongarmError
from graph.progress import Tick
from ui.safe import html, show

PATIENCE = 0.5
"""Seconds before progress is shown."""
AFTER_STOP = 1.0
"""Seconds for what can be found at once when a question was stopped."""

_EVERY = 0.25
_KEPT = 256
_STOPPED = "work_stopped"

T = TypeVar("T")


def worked(
    key: Hashable,
    ask: Callable[[Tick], T],
    words: str,
    *,
    patience: float = PATIENCE,
    silent: bool = False,
) -> T:
    """The answer to a question, from memory where it was asked before.

    Parameters
    ----------
    key : hashable
        Names the question, the data included.
    ask : callable
        Answers it; calls what it is given now and then with the steps done.
    words : str
        What is being done.
    patience : float
        Seconds before progress is shown.
    silent : bool
        Whether nothing may be put on the page, as in a callback.
    """
    memory = _memory()
    if key in memory:
        return cast(T, memory[key])
    began = time.monotonic()
    if st.session_state.get(_STOPPED) == key and not silent:
        answer = ask(lambda _done: time.monotonic() - began < AFTER_STOP)
        if st.button("Search on", key="work_on", icon=":material/refresh:"):
            del st.session_state[_STOPPED]
            st.rerun(scope="fragment")
        return answer
    if silent:
        answer = ask(lambda _done: True)
    else:
        slot = st.empty()
        answer = ask(_Tell(slot, key, words, began + patience))
        slot.empty()
    remember(key, answer)
    return answer


def worked_beside(key: Hashable, ask: Callable[[Tick], T], words: str, unit: str = "steps") -> T:
    """As `worked`, for questions of which nothing can be said before they are answered whole.

    Raises
    ------
    Stopped
        When it was stopped; a button to begin again is on the page then.
    """
    memory = _memory()
    if key not in memory:
        answer = stoppable(key, ask, words, unit)
        if answer is None:
            raise Stopped(f"Stopped: {words}.")
        remember(key, answer)
        return answer
    return cast(T, memory[key])


def remember(key: Hashable, answer: object) -> None:
    """Keep an answer for everybody who asks the same."""
    memory = _memory()
    while len(memory) >= _KEPT:
        memory.pop(next(iter(memory)), None)
    memory[key] = answer


class Stopped(LongarmError):
    """A question that was stopped; the page says so where it was asked."""


class _Tell:
    """Tells the page how far a question has come."""

    def __init__(self, slot: Any, key: Hashable, words: str, due: float) -> None:
        self._slot, self._key, self._words, self._due = slot, key, words, due
        self._line: Any = None

    def __call__(self, done: int) -> bool:
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _EVERY
            if self._line is None:
                with self._slot.container(gap="small"):
                    self._line = st.empty()
                    _stop_button(self._key)
            with self._line:
                show(
                    html(
                        "<p class='pg-note'>{words}: {done} links and steps so far.</p>",
                        words=self._words,
                        done=f"{done:,}",
                    )
                )
        return True


def stoppable(key: Hashable, ask: Callable[[Tick], T], words: str, unit: str = "rows") -> T | None:
    """The answer to work of one session, which nobody else may see and nothing remembers.

    It is worked out beside the page, so that work that tells nothing of its progress can be left
    too.

    Parameters
    ----------
    key : hashable
        Names the work within the session.
    ask : callable
        Does it; may call what it is given with the steps done.
    words : str
        What is being done.
    unit : str
        What the steps are.

    Returns
    -------
    object or None
        ``None`` when it was stopped; a button to begin again is on the page then.
    """
    if st.session_state.get(_STOPPED) == key:
        with st.container(key="work_stopped_slot", horizontal=True, vertical_alignment="center"):
            show(html("<p class='pg-note' role='status'>Stopped: {words}.</p>", words=words))
            if not st.button("Begin again", key="work_again", icon=":material/refresh:"):
                return None
        del st.session_state[_STOPPED]
    beside = _Beside(ask)
    slot = st.empty()
    line: Any = None
    began = time.monotonic()
    try:
        while not beside.finished(PATIENCE if line is None else _EVERY):
            if line is None:
                with slot.container(horizontal=True, vertical_alignment="center"):
                    line = st.empty()
                    _stop_button(key)
            seconds = time.monotonic() - began
            told = f"{beside.done:,} {unit} so far" if beside.done else f"{seconds:.0f} s"
            with line:
                show(
                    html(
                        "<p class='pg-note' role='status'>{words} … {told}</p>",
                        words=words,
                        told=told,
                    )
                )
    finally:
        beside.stop()
    slot.empty()
    return beside.answer()


class _Left(Exception):
    """The work is not wanted any more."""


class _Beside(Generic[T]):
    """Work in a thread of its own."""

    def __init__(self, ask: Callable[[Tick], T]) -> None:
        self._ask = ask
        self._wanted = True
        self._answer: T | None = None
        self._error: Exception | None = None
        self.done = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._answer = self._ask(self._tick)
        except Exception as error:  # noqa: BLE001 - it is raised again where the answer is read
            self._error = error

    def _tick(self, done: int) -> bool:
        self.done = done
        if not self._wanted:
            raise _Left
        return True

    def finished(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        self._wanted = False

    def answer(self) -> T:
        if self._error is not None:
            raise self._error
        return cast(T, self._answer)


def _stop_button(key: Hashable) -> None:
    # One page may wait for several questions in turn: each has a button of its own.
    mark = hashlib.sha256(repr(key).encode()).hexdigest()[:8]
    st.button("Stop", key=f"work_stop_{mark}", on_click=_stop, args=(key,))


def _stop(key: Hashable) -> None:
    st.session_state[_STOPPED] = key


@st.cache_resource(show_spinner=False)
def _memory() -> dict[Hashable, Any]:
    return {}

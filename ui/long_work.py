"""Long questions: remembered, with progress on the page and a button that stops them.

While a question is worked on, each word to the page is a moment at which a click gets through:
Streamlit then gives up the run, and the next one knows that it was stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

import streamlit as st

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
    while len(memory) >= _KEPT:
        memory.pop(next(iter(memory)), None)
    memory[key] = answer
    return answer


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
                with self._slot.container(key="work", gap="small"):
                    self._line = st.empty()
                    st.button("Stop", key="work_stop", on_click=_stop, args=(self._key,))
            with self._line:
                show(
                    html(
                        "<p class='pg-note'>{words}: {done} links and steps so far.</p>",
                        words=self._words,
                        done=f"{done:,}",
                    )
                )
        return True


def _stop(key: Hashable) -> None:
    st.session_state[_STOPPED] = key


@st.cache_resource(show_spinner=False)
def _memory() -> dict[Hashable, Any]:
    return {}

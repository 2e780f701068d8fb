"""What a path may walk: directions, groups of links, statuses, categories, steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from graph.model import STATUSES, category_words, words_of
from graph.paths import MAX_HOPS, Terms
from graph.store import Store
from graph.views.viewstate import ViewState
from graph.wording import main_source, status_in_words
from ui.safe import plain

_KEY = "path_options"
_CATEGORIES = ("avoid", "through")


@dataclass(frozen=True)
class PathOptions:
    """Choices of the Paths panel; they outlive a change of tab or entity.

    Attributes
    ----------
    directed : bool
        Along the arrows only.
    max_hops : int
        Most steps.
    groups, statuses : tuple of str or None
        What may be walked; ``None`` follows the filters of the view.
    avoid, through : tuple of str
        Categories that no path may pass, and that each must.
    """

    directed: bool = False
    max_hops: int = 6
    groups: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()

    @property
    def terms(self) -> Terms:
        """What may not and what must be passed."""
        return Terms(avoid_categories=self.avoid, through_categories=self.through)

    def filters(self, now: ViewState) -> ViewState:
        """The filters under which paths are searched in the view `now`."""
        return ViewState(
            groups=self.groups,
            statuses=self.statuses if self.statuses is not None else now.statuses,
            as_of=now.as_of,
            undated=now.undated,
            dropped=now.dropped,
            reviews=now.reviews,
        )


def path_options() -> PathOptions:
    """The choices of this session."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, PathOptions) else PathOptions()


def set_option(**changes: Any) -> None:
    """Change some choices."""
    st.session_state[_KEY] = replace(path_options(), **changes)


def options_panel(store: Store, *, several: bool = False) -> None:
    """The choices, folded away; with `several` those for pairs alone stand apart."""
    now = path_options()
    counts = store.counts()
    with st.expander("What may be walked", key="path_options_panel"):
        if not several:
            _directed(now)
        _widget("max_hops", now.max_hops)
        st.number_input(
            "Steps at most",
            min_value=1,
            max_value=MAX_HOPS,
            step=1,
            key="path_max_hops",
            **_taken("max_hops"),
        )
        _several("groups", "Kinds of links", sorted(counts.groups), now.groups, words_of)
        used = [status for status in STATUSES if counts.statuses.get(status)]
        source = main_source(store)
        _several(
            "statuses", "How sure", used, now.statuses, lambda one: status_in_words(one, source)
        )
        categories = sorted(counts.categories)
        _several("avoid", "Never through", categories, now.avoid, category_words)
        if several:
            # What ties several together has no start and no way that could lead through anything.
            st.html(
                "<p class='pg-note'>For the paths pair by pair alone. What ties several together "
                "has neither a start nor an end, and so no direction and nothing to pass on the "
                "way.</p>"
            )
            _directed(now)
        _several("through", "Always through", categories, now.through, category_words)


def _directed(now: PathOptions) -> None:
    _widget("directed", now.directed)
    st.toggle("Along the arrows only", key="path_directed", **_taken("directed"))


def _widget(name: str, value: Any) -> None:
    st.session_state[f"path_{name}"] = value


def _taken(name: str) -> dict[str, Any]:
    return {"on_change": _take, "args": (name,)}


def _take(name: str) -> None:
    value = st.session_state[f"path_{name}"]
    if isinstance(value, list):
        # Nothing chosen is no narrowing.
        value = tuple(value) or (() if name in _CATEGORIES else None)
    set_option(**{name: value})


def _several(
    name: str, label: str, known: list[str], value: tuple[str, ...] | None, words: Any
) -> None:
    _widget(name, [one for one in value or () if one in known])
    st.multiselect(
        label,
        known,
        format_func=lambda one: plain(words(one)),
        key=f"path_{name}",
        placeholder="None" if name in _CATEGORIES else "As in the filters",
        **_taken(name),
    )

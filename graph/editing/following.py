"""What is on the screen after an edit: ids that changed are followed, those that went are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.views.viewstate import ViewState

_ENTITY_FIELDS = ("focus", "expanded", "people", "hidden", "only", "collapsed", "selection")


def follow(
    state: ViewState,
    moved: Iterable[tuple[str, str]] = (),
    *,
    links: Mapping[str, str] | None = None,
) -> ViewState:
    """The view with the ids that an edit or a save changed.

    Parameters
    ----------
    state : ViewState
        The view before.
    moved : iterable of (str, str)
        `Step.moved`: old entity id and new one, blank when it is gone.
    links : Mapping of str to str, optional
        `Saved.renamed`: ids of links, old to new.

    Examples
    --------
    >>> state = ViewState(focus=("a", "b"), pins=(("a", 1.0, 2.0),), selection=("c",))
    >>> fresh = follow(state, (("a", "b"), ("c", "")))
    >>> fresh.focus, fresh.pins, fresh.selection
    (('b',), (('b', 1.0, 2.0),), ())
    """
    names = dict(moved)

    def fresh(ids: Iterable[str], by: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new for one in ids if (new := by.get(one, one))))

    changes: dict[str, object] = {}
    for name in _ENTITY_FIELDS:
        ids = getattr(state, name)
        if ids is not None:
            changes[name] = fresh(ids, names)
    pins = {new: (x, y) for key, x, y in reversed(state.pins) if (new := names.get(key, key))}
    changes["pins"] = tuple((key, *place) for key, place in reversed(pins.items()))
    changes["emphasis"] = fresh(state.emphasis, links or {})
    return state.with_(**changes)

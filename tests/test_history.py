"""Undo and redo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.views.history import MAX_PAST, History
from graph.views.viewstate import ViewState

START = History(ViewState())
steps = st.lists(st.integers(0, 4), max_size=12)


def walked(hops: list[int]) -> History:
    history = START
    for number in hops:
        history = history.push(ViewState(hops=number))
    return history


def test_nothing_to_undo_at_first() -> None:
    assert not START.can_undo
    assert not START.can_redo
    assert START.undo() == START == START.redo()


def test_what_changes_nothing_is_no_step() -> None:
    history = walked([2, 3]).undo()
    assert history.push(history.present) == history
    assert history.can_redo


def test_a_new_step_forgets_what_was_undone() -> None:
    history = walked([2, 3]).undo().push(ViewState(hops=4))
    assert not history.can_redo
    assert history.undo().present.hops == 2


def test_the_past_is_bounded_and_the_latest_is_kept() -> None:
    history = walked(list(range(2, MAX_PAST + 50)))
    assert len(history.past) == MAX_PAST
    assert history.past[-1].hops == MAX_PAST + 48
    for _ in range(MAX_PAST):
        history = history.undo()
    assert not history.can_undo
    assert len(history.future) == MAX_PAST


@given(steps, st.integers(0, 4))
def test_undo_takes_back_what_was_done(hops: list[int], number: int) -> None:
    before = walked(hops)
    after = before.push(ViewState(hops=number))
    if after != before:
        assert after.undo().present == before.present
        assert after.undo().past == before.past
        assert after.undo().redo() == after


@given(steps, st.integers(0, 12))
def test_as_many_redos_as_undos_lead_back(hops: list[int], back: int) -> None:
    history = start = walked(hops)
    back = min(back, len(start.past))
    for _ in range(back):
        history = history.undo()
    for _ in range(back):
        history = history.redo()
    assert history == start

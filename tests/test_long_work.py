"""Long questions on the page: remembered, told, stopped."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _asks() -> None:
    import streamlit as st

    from ui.long_work import worked

    st.session_state.setdefault("asked", 0)

    def ask(tick):  # type: ignore[no-untyped-def]
        st.session_state["asked"] += 1
        done = 0
        while tick(done) is not False and done < 3_000_000:
            done += 1_000_000
        return done

    st.text(f"answer {worked(('numbers', st.session_state['name']), ask, 'Counting', patience=0)}")


def run(name: str, **session: object) -> AppTest:
    test = AppTest.from_function(_asks, default_timeout=30)
    test.session_state["name"] = name
    for key, value in session.items():
        test.session_state[key] = value
    return test.run()


def test_a_question_is_asked_once_for_everybody() -> None:
    first = run("once")
    assert first.text[0].value == "answer 3000000" and first.session_state["asked"] == 1
    assert run("once").session_state["asked"] == 0


def test_what_was_stopped_is_not_remembered_and_can_be_taken_up() -> None:
    test = run("stopped", work_stopped=("numbers", "stopped"))
    assert test.session_state["asked"] == 1
    assert [button.label for button in test.button] == ["Search on"]
    del test.session_state["work_stopped"]
    test.run()
    assert test.session_state["asked"] == 2 and not test.button


def _asks_beside() -> None:
    import streamlit as st

    from ui.long_work import Stopped, worked_beside

    asked = st.session_state.setdefault("asked", [])

    def ask(tick):  # type: ignore[no-untyped-def]
        asked.append(tick(1))
        return "whole"

    try:
        st.text(worked_beside(("beside", st.session_state["name"]), ask, "Counting", "links"))
    except Stopped as error:
        st.text(str(error))


def run_beside(name: str, **session: object) -> AppTest:
    test = AppTest.from_function(_asks_beside, default_timeout=30)
    test.session_state["name"] = name
    for key, value in session.items():
        test.session_state[key] = value
    return test.run()


def test_work_beside_the_page_is_remembered_for_everybody() -> None:
    first = run_beside("kept")
    assert (first.text[0].value, first.session_state["asked"]) == ("whole", [True])
    second = run_beside("kept")
    assert (second.text[0].value, second.session_state["asked"]) == ("whole", [])


def test_work_that_was_stopped_says_so_and_begins_again_on_a_click() -> None:
    test = run_beside("left", work_stopped=("beside", "left"))
    assert test.text[0].value == "Stopped: Counting."
    assert test.session_state["asked"] == []
    test.button(key="work_again").click().run()
    assert (test.text[0].value, test.session_state["asked"]) == ("whole", [True])


def test_an_ownership_question_tells_how_many_links_it_read_and_can_be_stopped() -> None:
    import pytest

    from graph.errors import LimitExceeded
    from graph.model import Relation
    from graph.ownership import owners
    from tests.fakes import store_of

    store = store_of(Relation("r2", "a", "b", "owns"), Relation("r3", "b", "c", "owns"))
    told: list[int] = []
    assert owners(store, "c", tick=told.append).links == 2
    assert told == sorted(told) and told[-1] > 0
    with pytest.raises(LimitExceeded, match="Stopped after"):
        owners(store, "c", tick=lambda _: False)

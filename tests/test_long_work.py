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

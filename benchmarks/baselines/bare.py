"""The least Streamlit can do: a button, a full rerun, a line of text."""

import streamlit as st

if "count" not in st.session_state:
    st.session_state["count"] = 0
if st.button("Count"):
    st.session_state["count"] += 1
    st.rerun()
with st.container(key="answer"):
    st.text(f"Counted {st.session_state['count']} times.")

"""The page: Streamlit only; everything it knows comes from `graph`."""

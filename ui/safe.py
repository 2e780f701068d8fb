"""The one place where text from data is made safe for the page.

Markdown (labels of buttons, checkboxes, tabs; messages) can fetch pictures and follow links, so
each text from data passes `md`. HTML blocks are built with `html`, which escapes what is put in.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&\"'^=@/])")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)

# What looks like an address becomes a link after escapes are read; a word joiner, which is not
# seen, keeps it text.
_ADDRESS: Final = re.compile(r"(?<=:/)(?=/)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)

_UNSEEN: Final = re.compile(f"{_INVISIBLE.pattern}|[\t\n\r\x0b\x0c\xa0]")
_NAMES: Final = {"\t": "⟨TAB⟩", "\n": "⏎", "\r": "⟨CR⟩", "\xa0": "⟨NBSP⟩"}


def plain(text: str) -> str:
    """Text on one line without control, zero-width and direction characters.

    Examples
    --------
    >>> plain("a\\u202eb\\n c")
    'ab c'
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def visible(text: str) -> str:
    """Text with its invisible characters written out, for a place that tells what a cell holds.

    Examples
    --------
    >>> visible("a\\u202eb\\tc")
    'a⟨U+202E⟩b⟨TAB⟩c'
    """
    return _UNSEEN.sub(lambda found: _NAMES.get(found[0], f"⟨U+{ord(found[0]):04X}⟩"), text)


def md(text: str) -> str:
    """Text from data for a place that Streamlit reads as markdown.

    Every character that markdown, its directives (``:red[…]``), TeX or HTML act on is escaped,
    and no address in it becomes a link.

    Examples
    --------
    >>> md("![x](a.png)"), md("http://a").count("\\u2060")
    ('\\\\!\\\\[x\\\\]\\\\(a\\\\.png\\\\)', 1)
    """
    return _SPECIAL.sub(r"\\\1", _ADDRESS.sub("\u2060", plain(text)))


def html(template: str, /, **values: Any) -> Markup:
    """An HTML template filled with escaped values; `Markup` values stay as they are.

    Examples
    --------
    >>> html("<p>{text}</p>", text="<script>")
    Markup('<p>&lt;script&gt;</p>')
    """
    return Markup(template).format(**values)  # noqa: S704 - templates are literals of ours


def show(block: Markup) -> None:
    """Put an HTML block made by `html` on the page."""
    st.html(str(block))


def web_link(url: str) -> str | None:
    """The address when it is an ``http`` or ``https`` one with a host, else ``None``.

    Examples
    --------
    >>> web_link("javascript:alert(1)"), web_link("https://example.org/a")
    (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None

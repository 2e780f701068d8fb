"""The one place where text from the data is made harmless for each medium it is written to."""

from __future__ import annotations

import json
import re
import unicodedata
from html import escape
from typing import Any, Final

_REPLACEMENT: Final = "\ufffd"

# XML 1.0 forbids most control characters, lone surrogates and two noncharacters even when they are
# written as references; HTML checkers also refuse the C1 range.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# What XML 1.0 itself forbids, even as a reference.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_SIGNS: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {char: f"&#{ord(char)};" for char in "\t\n\r\x7f\x85\u2028"}
)

# Embeddings and overrides turn the rest of a line around: a label could rewrite its caption.
_BIDI_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_FORMULA: Final = re.compile(r"'*(?: *[\t\r\n\x00]|\s*[=+\-@＝＋－＠])")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)

_RESERVED_NAMES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
_LONGEST_STEM: Final = 120


def clean(text: str) -> str:
    r"""Text without the characters that no text format may hold.

    Examples
    --------
    >>> clean("a\x00b")
    'a\ufffdb'
    """
    return _ILLEGAL.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    r"""Clean text on one line, free of characters that turn its direction around.

    Examples
    --------
    >>> one_line("Zhenhua \n Data\u202e")
    'Zhenhua Data'
    """
    return " ".join(clean(_BIDI_CONTROLS.sub("", text)).split())


def xml_text(text: str) -> str:
    """Text for an element or a quoted attribute of XML or SVG.

    Parameters
    ----------
    text : str
        Raw text from the data.

    Returns
    -------
    str
        On one line, escaped, every illegal character replaced.

    Examples
    --------
    >>> xml_text('<b onload="x">&')
    '&lt;b onload=&quot;x&quot;&gt;&amp;'
    """
    return escape(one_line(text), quote=False).replace('"', "&quot;")


def fit_for_xml(text: str) -> str:
    r"""Text as XML can hold it: each character that XML forbids is replaced, all else stays.

    Examples
    --------
    >>> fit_for_xml("a\x00\tb\u202e")
    'a\ufffd\tb\u202e'
    """
    return _NOT_XML.sub(_REPLACEMENT, text)


def xml_exact(text: str) -> str:
    r"""Text for an element or a quoted attribute of XML that readers get back as it was.

    Line ends, tabs and signs that turn the direction of a line stay; for text that people see,
    see `xml_text`.

    Examples
    --------
    >>> xml_exact('<a>\n"b"')
    '&lt;a&gt;&#10;&quot;b&quot;'
    """
    return fit_for_xml(text).translate(_XML_SIGNS)


html_text = xml_text
"""Text for an element or a quoted attribute of HTML: the same rules hold there."""


def script_json(value: Any) -> str:
    r"""A value as JSON that may stand inside a ``<script>`` element.

    No ``<``, ``>`` or ``&`` is left, so nothing in the data can close the element.

    Examples
    --------
    >>> script_json({"label": "</script>"})
    '{"label":"\\u003c/script\\u003e"}'
    """
    text = strict_json(value)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def strict_json(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON that every reader takes: no NaN, no Infinity, no lone surrogate.

    Raises
    ------
    ValueError
        When a number is not finite.

    Examples
    --------
    >>> strict_json({"b": 1.5, "a": "é"})
    '{"b":1.5,"a":"é"}'
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        indent=indent,
        separators=None if indent else (",", ":"),
    )
    return re.sub("[\ud800-\udfff]", _REPLACEMENT, text)


def safe_cell(text: str) -> str:
    """A CSV cell that no spreadsheet runs as a formula; numbers stay numbers.

    `unsafe_cell` takes the leading apostrophe off again.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("-12.5"), safe_cell("Zhenhua")
    ("'=1+1", '-12.5', 'Zhenhua')
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unsafe_cell(text: str) -> str:
    """The cell as it was before `safe_cell`.

    Examples
    --------
    >>> unsafe_cell("'=1+1"), unsafe_cell("'t Hart")
    ('=1+1', "'t Hart")
    """
    if text.startswith("'") and _FORMULA.match(text[1:]):
        return text[1:]
    return text


def slug(text: str, keep: str = "") -> str:
    """A text as part of a file name: letters of any script, digits, and hyphens for all else.

    Parameters
    ----------
    text : str
        Raw text from the data.
    keep : str
        Further characters that stay, fit for the inside of a character class.

    Examples
    --------
    >>> slug("Société  Générale, N.V."), slug("中国电科"), slug("a_b.c", "_."), slug("?!")
    ('société-générale-n-v', '中国电科', 'a_b.c', '')
    """
    plain = unicodedata.normalize("NFC", one_line(text).lower())
    return re.sub(rf"(?:(?![{keep}-])[\W_])+", "-", plain).strip(".-_")


def cut(text: str, most: int) -> str:
    """The beginning of a text that takes at most so many bytes, as file systems count.

    Examples
    --------
    >>> cut("abc", 2), cut("中国", 5)
    ('ab', '中')
    """
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def file_name(stem: str, suffix: str) -> str:
    """A file name that every system takes, whatever the data calls itself.

    Parameters
    ----------
    stem : str
        What the file holds.
    suffix : str
        Format without a dot.

    Examples
    --------
    >>> file_name("zhenhua-data_2-hops", "svg"), file_name("../CON", "csv")
    ('zhenhua-data_2-hops.svg', 'con_.csv')
    """
    plain = cut(slug(stem, "._"), _LONGEST_STEM).strip(".-_")
    if not plain:
        plain = "view"
    if plain.split(".")[0] in _RESERVED_NAMES:
        plain += "_"
    return f"{plain}.{suffix}"


def web_address(url: str) -> str:
    """The address when it leads to a web page, else nothing.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    bare = url.strip()
    if re.fullmatch(r"https?://[^\s\x00-\x1f\"'<>\\`]+", bare, re.IGNORECASE):
        return bare
    return ""

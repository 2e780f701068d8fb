"""XML from strangers, read without entities, document types or anything from outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from graph.errors import DataError

MAX_DEPTH: Final = 200
"""Elements inside one another; a group within a group takes two."""

MAX_BYTES: Final = 300_000_000
"""Size of a file that is read at once."""

_CHUNK: Final = 1 << 16
_ASIDE: Final = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def starts_with(root: str, path: Path, head: bytes) -> bool:
    """Whether a file is XML whose root element has a name, whatever its prefix.

    A file that begins as XML and is called after the format counts too: what is wrong with it
    is then said by the one reader that it was meant for.

    Examples
    --------
    >>> starts_with("gexf", Path("a.xml"), b'<?xml version="1.0"?><gexf version="1.3">')
    True
    >>> starts_with("gexf", Path("a.csv"), b"id,label")
    False
    """
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if wide else "utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return False
    bare = _ASIDE.sub("", text).lstrip()
    if re.match(rf"(?:<!DOCTYPE\s+{root}\b|<(?:[\w.-]+:)?{root}[\s/>])", bare):
        return True
    return path.suffix.lower() == f".{root}"


def local(element: Element) -> str:
    """The name of an element without its namespace.

    Examples
    --------
    >>> local(Element("{http://gexf.net/1.3}node"))
    'node'
    """
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element, blank without one."""
    return element.tag.rpartition("}")[0].removeprefix("{")


def parse_xml(path: Path) -> Element:
    """The root element of an XML file.

    Raises
    ------
    DataError
        When the file is no XML, is too large or nested too deep, or declares entities, a document
        type or anything outside itself.
    """
    parser: Any = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _TooMuch(
                f"The file is larger than {MAX_BYTES // 1_000_000:,} MB.",
                "Save a part of the graph, or bring it as CSV.",
            )
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.feed(chunk)
        root: Element = parser.close()
    except _TooMuch as error:
        raise DataError(error.problem, where=path.name, fix=error.fix) from None
    except DefusedXmlException as error:
        raise DataError(
            "The file declares a document type or entities, which can hide harm and are not read.",
            where=path.name,
            fix="Take the <!DOCTYPE …> out of the file and load it again.",
        ) from error
    except ParseError as error:
        line, column = error.position
        raise DataError(
            f"The file is not well-formed XML: line {line}, column {column + 1}.",
            where=path.name,
            fix="Save it again with the tool it came from; it may have been cut short.",
        ) from error
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.",
            where=path.name,
            fix="Check its name and who may read it.",
        ) from error
    except (LookupError, ValueError) as error:
        raise DataError(
            "The file names an encoding that is not known, or is not in it.",
            where=path.name,
            fix="Save it as UTF-8.",
        ) from error
    return root


class _TooMuch(Exception):
    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


class _Bounded:
    """Builds the tree and stops where it gets too deep to be a graph."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooMuch(
                f"The elements of the file are nested more than {MAX_DEPTH} deep.",
                "Take groups out of one another and save it again.",
            )
        return self._builder.start(tag, attributes)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return self._builder.end(tag)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()

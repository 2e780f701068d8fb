"""From bytes to BODS statements: JSON or JSON lines, refused with a reason when it is neither."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import Any, Final, NoReturn

from graph.errors import DataError

Statement = dict[str, Any]

_OLD: Final = ("statementType", "statementID")


def text_of_file(path: Path) -> str:
    """The text of a JSON file: UTF-8, or UTF-16 with its mark.

    Raises
    ------
    DataError
        When the file cannot be opened or is no such text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.",
            where=path.name,
            fix="Check its name and who may read it.",
        ) from error
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    if data.startswith(BOM_UTF8):
        data = data[len(BOM_UTF8) :]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            "The file is not text in UTF-8.", where=path.name, fix="Save it as UTF-8 JSON."
        ) from error


def parse(text: str) -> Any:
    """Strict JSON: no NaN or Infinity, no key twice.

    Raises
    ------
    ValueError
        When the text is no such JSON, is nested too deeply, or holds a number without end.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def statements_of(path: Path) -> list[tuple[int, Any]]:
    """The statements of a file with their number: the place in the list, or the line.

    Raises
    ------
    DataError
        When the file is not JSON, holds no list of statements, or is of an older version.
    """
    text = text_of_file(path)
    try:
        found = parse(text)
    except ValueError as error:
        numbered = _lines(path.name, text, error)
    else:
        if isinstance(found, dict):
            found = [found]
        if not isinstance(found, list):
            raise DataError(
                "The file holds no list of statements.",
                where=path.name,
                fix="A BODS file is a JSON list of statements.",
            )
        numbered = list(enumerate(found, start=1))
    _require_version(path.name, numbered)
    return numbered


def _lines(name: str, text: str, error: ValueError) -> list[tuple[int, Any]]:
    """Statements one to a line; when the first line is none, the whole was meant to be JSON."""
    numbered: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            one = parse(line)
        except ValueError as wrong:
            first = not numbered
            said = error if first else wrong
            raise DataError(
                f"This is not JSON: {reason_of(said)}.",
                where=name if first else f"{name}, line {number}",
                fix="Save it as a JSON list of statements, or one statement to a line.",
            ) from wrong
        if not isinstance(one, dict):
            raise DataError(
                "This line holds no statement.",
                where=f"{name}, line {number}",
                fix="Put one statement, in braces, on each line.",
            )
        numbered.append((number, one))
    if not numbered:
        raise DataError("The file is empty.", where=name, fix="Choose another file.")
    return numbered


def reason_of(error: ValueError) -> str:
    """Why something is no JSON, short and without a quotation.

    Examples
    --------
    >>> try:
    ...     parse("{")
    ... except ValueError as error:
    ...     reason_of(error)
    'Expecting property name enclosed in double quotes, line 1, column 2'
    """
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno}, column {error.colno}"
    return re.sub(r"[;:].*", "", str(error))[:120]


def _require_version(name: str, numbered: list[tuple[int, Any]]) -> None:
    statements = [one for _, one in numbered if isinstance(one, dict)]
    if any(key in one for one in statements for key in _OLD) and not any(
        "recordDetails" in one for one in statements
    ):
        versions = sorted({_version(one) for one in statements} - {""})
        said = f" ({', '.join(versions)})" if versions else ""
        raise DataError(
            f"These statements are of an older BODS version{said}; Longarm reads 0.4.",
            where=name,
            fix="Ask the publisher for version 0.4, or convert the file to it first.",
        )
    if not any("recordDetails" in one or "recordType" in one for one in statements):
        raise DataError(
            "No BODS statement was found in this file.",
            where=name,
            fix="A BODS file is a JSON list of statements with recordId and recordDetails.",
        )


def _version(statement: Statement) -> str:
    details = statement.get("publicationDetails")
    version = details.get("bodsVersion") if isinstance(details, dict) else None
    return version[:20] if isinstance(version, str) else ""

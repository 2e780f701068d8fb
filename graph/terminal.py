"""The terminal: the one place where text is written to it, made harmless on the way."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from typing import Any


def plain(text: str) -> str:
    r"""One line of text without what a terminal would obey.

    Examples
    --------
    >>> plain("Zhenhua\x1b[2J\nData")
    'Zhenhua�[2J�Data'
    """
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def prepare() -> None:
    """Make sure that no letter of the data can stop the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def answer(*lines: str) -> None:
    """Write lines of the answer on standard output."""
    sys.stdout.writelines(f"{plain(line)}\n" for line in lines)


def answer_json(content: Mapping[str, Any]) -> None:
    """Write the answer as JSON on standard output, in characters that every terminal has."""
    sys.stdout.write(json.dumps(content, indent=2, allow_nan=False) + "\n")


def say(message: str) -> None:
    """Write a message on standard error."""
    sys.stderr.write(f"{plain(message)}\n")

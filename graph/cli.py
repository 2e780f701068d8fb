"""Command line: ``python -m graph COMMAND``; `graph.usage` says which there are.

Answers go to standard output, with ``--json`` as JSON; messages go to standard error. The exit
code is 0 when the question was answered, 1 when the data or the question is refused (standard
output then is empty, but for the report of ``check``), 2 for wrong usage. Libraries are imported
when a command needs them, so that help and refusals come at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from graph.errors import LongarmError
from graph.terminal import prepare, say
from graph.usage import DONE, FORMATS, REFUSED, WRONG_USAGE, parser

__all__ = ["DONE", "FORMATS", "REFUSED", "WRONG_USAGE", "main"]

_VIEW_OPTIONS: Final = (
    *("focus", "hops", "hide", "group", "layout", "seed"),
    *("category", "type", "status", "review", "as_of"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process by default.

    Returns
    -------
    int
        0 done, 1 refused, 2 wrong usage.
    """
    prepare()
    try:
        code = _run(_parse(argv))
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        say("Stopped.")
        return REFUSED
    return code


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    usage = parser()
    arguments = usage.parse_args(argv)
    if getattr(arguments, "manifest", None):
        given = [name for name in _VIEW_OPTIONS if getattr(arguments, name) not in (None, "")]
        if given:
            options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            usage.error(f"a manifest says the whole view, so {options} cannot be given with it")
    if arguments.command == "what_if_" and not (arguments.list or arguments.proposed):
        usage.error("nobody is listed; give --list ID or --proposed")
    return arguments


def _run(arguments: argparse.Namespace) -> int:
    from graph import commands

    command: Callable[[argparse.Namespace], bool] = getattr(commands, arguments.command)
    try:
        return DONE if command(arguments) else REFUSED
    except LongarmError as error:
        say(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        say(f"{error.filename}: {error.strerror}." if error.filename else str(error))
    except Exception as error:  # noqa: BLE001 - the last place before a user would see a traceback
        say(f"This is a fault of the program, please report it: {type(error).__name__}: {error}")
    return REFUSED


def _reader_left() -> int:
    """End quietly when whoever read the output has left, as ``head`` does."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, then nothing is left to flush
        pass
    return DONE

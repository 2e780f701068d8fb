"""Formats of other tools, in and out: one module for each, listed in `graph.formats.registry`."""

from graph.formats.package import Loss, Package
from graph.formats.registry import FORMATS, FileFormat, read_any, reader_of

__all__ = ["FORMATS", "FileFormat", "Loss", "Package", "read_any", "reader_of"]

"""Longarm's core: data, store, views, scenes and exports, free of any user interface."""

__version__ = "0.1.0"

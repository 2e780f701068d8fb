"""Names compared across scripts, spellings, word order and legal forms."""

from __future__ import annotations

"""What would fall under sanctions rules, in words and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from graph.exports.escaping import safe_cell
from graph.model import Entity, Source
from graph.sanctions import WhatIf
from graph.sanctions.blocking_chains import BlockingChain, BlockingStep
from graph.sanctions.verdicts import Verdict
from graph.wording.sentences import places_in_words, relation_sentence, status_in_words

COLUMNS: Final = (
    "rule",
    "rule_date",
    "id",
    "name",
    "outcome",
    "on_stated_links_alone",
    "reason",
    "least_certain_step",
    "chains",
    "chain",
    "unknown_links",
    "notes",
    "listed",
    "statuses",
    "as_of",
    "basis",
)


def step_in_words(step: BlockingStep) -> str:
    """How much one holder holds; an unknown share never reads as a percentage.

    Examples
    --------
    >>> step_in_words(BlockingStep("a", "b", "ownership", 0.0, 100.0, True, ()))
    'size unknown'
    >>> step_in_words(BlockingStep("a", "b", "ownership", 30.0, 100.0, True, ()))
    'at least 30 %, the rest of unknown size'
    >>> step_in_words(BlockingStep("a", "b", "ownership", 25.0, 50.0, False, ()))
    '25–50 %'
    >>> step_in_words(BlockingStep("a", "b", "control", None, None, False, ()))
    'control'
    """
    if step.kind == "control" or step.min is None or step.max is None:
        return "control"
    if step.unknown:
        sure = f"{step.min:.4g} %"
        return f"at least {sure}, the rest of unknown size" if step.min > 0 else "size unknown"
    if step.max - step.min < 1e-9:
        return f"{step.min:.4g} %"
    return f"{step.min:.4g}–{step.max:.4g} %"


def step_evidence(step: BlockingStep, sources: Mapping[str, Source]) -> tuple[str, str]:
    """Status of one step in words, and where it stands in the sources."""
    weakest = step.weakest
    link = next(link for link in step.relations if link.status == weakest)
    places = places_in_words(dict.fromkeys(link.locator for link in step.relations if link.locator))
    return status_in_words(weakest, sources.get(link.reference)), places


def chain_in_words(
    chain: BlockingChain, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> str:
    """One chain on one line, each step with its share, status and place."""
    words = [_name(chain.nodes[0], entities)]
    for step in chain.steps:
        facts = ", ".join(
            part for part in (step_in_words(step), *step_evidence(step, sources)) if part
        )
        words.append(f"→ ({facts}) → {_name(step.owned, entities)}")
    return " ".join(words)


def sanctions_csv(
    answers: Iterable[WhatIf], entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> bytes:
    """Answers of one or more rules as one table, a row for each verdict.

    Parameters
    ----------
    answers : iterable of WhatIf
        One for each rule.
    entities : Mapping of str to Entity
        At least everyone in the answers.
    sources : Mapping of str to Source
        For the words of what a source states.

    Returns
    -------
    bytes
        UTF-8, RFC 4180; cells that a spreadsheet would run as a formula are guarded.

    Examples
    --------
    >>> from graph.sanctions import what_if
    >>> from graph.store import open_store
    >>> rows = sanctions_csv([what_if(open_store("data"), ["cetc"])], {}, {}).decode()
    >>> rows.splitlines()[1].split(",")[2:5]
    ['zhenhua-data', 'zhenhua-data', 'Cannot be determined']
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for answer in answers:
        for verdict in answer.verdicts:
            row = _row(answer, verdict, entities, sources)
            writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def _row(
    answer: WhatIf, verdict: Verdict, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> tuple[str, ...]:
    chains = [chain_in_words(chain, entities, sources) for chain in verdict.chains]
    return (
        answer.rule.name,
        answer.rule.date,
        verdict.id,
        _name(verdict.id, entities),
        verdict.words,
        verdict.on_stated,
        verdict.reason,
        verdict.weakest,
        str(verdict.chains_total),
        " | ".join(chains),
        " | ".join(relation_sentence(link, entities, sources) for link in verdict.unknown),
        " ".join(verdict.notes),
        "; ".join(_name(key, entities) for key in answer.listed),
        "; ".join(answer.statuses),
        answer.as_of,
        f"{answer.basis} {answer.disclaimer}",
    )


def _name(key: str, entities: Mapping[str, Entity]) -> str:
    return entities[key].label if key in entities else key

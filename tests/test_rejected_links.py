"""What somebody rejected counts in no answer, unless a view asks to see it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import contradictions, gaps
from graph.model import REVIEWS, PartialDate, Relation, Share, without_rejected
from graph.paths.connecting import connecting_links
from graph.paths.ready_walks import READY_WALKS, Walked
from graph.sanctions import proposed_targets, what_if
from graph.timeline import compare_dates, timeline
from tests.fakes import store_of

_REJECTED = {"review": "rejected"}


def link(number: int, pair: str = "ab", kind: str = "owns", **fields: object) -> Relation:
    return replace(
        Relation(f"r{number}", pair[0], pair[1], kind, status="stated", row=number),
        **fields,  # type: ignore[arg-type]
    )


def test_a_rejected_link_contradicts_nothing() -> None:
    told = link(2, share=Share(100, 100), reference="press")
    wrong = link(3, share=Share(25, 50), reference="register", extra=_REJECTED)
    assert contradictions([told, wrong]) == ()
    assert len(contradictions([told, wrong], reviews=REVIEWS)) == 1
    assert len(contradictions([told, replace(wrong, extra={"review": "disputed"})])) == 1


def test_what_a_rejected_link_lacks_is_no_gap() -> None:
    found = gaps([link(2, evidence="told"), link(3, extra=_REJECTED)])
    assert (found.no_evidence, found.links, found.rejected) == ((), 1, 1)
    assert gaps([link(3, extra=_REJECTED)], reviews=REVIEWS).no_evidence == ("r3",)


def test_rejected_links_are_not_on_the_timeline() -> None:
    dated = link(2, since=PartialDate(2020))
    wrong = link(3, since=PartialDate(2018), extra=_REJECTED)
    line = timeline([dated, wrong])
    assert ([span.relation.id for span in line.spans], line.rejected) == (["r2"], 1)
    assert line.steps == (PartialDate(2020),)
    assert len(timeline([dated, wrong], reviews=REVIEWS).spans) == 2


def test_rejected_links_neither_appear_nor_end() -> None:
    links = [link(2, since=PartialDate(2020)), link(3, "cd", until=PartialDate(2019))]
    found = compare_dates(
        [links[0], replace(links[1], extra=_REJECTED)], PartialDate(2018), PartialDate(2021)
    )
    assert ([one.id for one in found.appeared], found.ended, found.rejected) == (["r2"], (), 1)
    shown = compare_dates(links, PartialDate(2018), PartialDate(2021), reviews=REVIEWS)
    assert [one.id for one in shown.ended] == ["r3"]


def test_ready_walks_and_ties_go_round_rejected_links() -> None:
    store = store_of(link(2, "ab"), link(3, "bc", extra=_REJECTED), link(4, "ac", "linked_to"))
    walked = READY_WALKS["holdings"].ask(store, "a")
    assert isinstance(walked, Walked) and walked.found == ("b",)
    assert connecting_links(store, ["b", "c"]).nodes == ("a", "b", "c")


def test_sanctions_do_not_run_over_rejected_links() -> None:
    whole = Share(100, 100)
    store = store_of(link(2, "ab", share=whole), link(3, "bc", share=whole, extra=_REJECTED))
    assert [one.id for one in what_if(store, ["a"]).verdicts] == ["b"]


def test_a_rejected_target_is_not_proposed() -> None:
    links = [
        link(2, "ma", "targets", status="proposed"),
        link(3, "mb", "targets", status="proposed", extra=_REJECTED),
    ]
    found = proposed_targets(store_of(*links, categories={"m": "measure"}))
    assert (found.ids, found.rejected) == (("a",), 1)


@given(st.lists(st.sampled_from(("", *REVIEWS, "Rejected", "odd")), max_size=8))
def test_what_is_kept_and_what_is_left_out_are_all(reviews: list[str]) -> None:
    links = [link(row, extra={"review": review}) for row, review in enumerate(reviews, 2)]
    kept, left_out = without_rejected(links)
    assert len(kept) + left_out == len(links)
    assert left_out == sum(review.lower() == "rejected" for review in reviews)
    assert without_rejected(links, REVIEWS) == (links, 0)

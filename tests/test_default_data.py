"""The default data says what its article says, and keeps the rules of docs/data.md."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from graph.model import CATEGORIES, STATUSES, TYPE_WORDS, PartialDate, Share

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")

HEADERS = {
    "entities": "id label category aliases holder holder_tense country description"
    " reference locator",
    "relations": "source target type share status since until evidence said_by reference locator",
    "sources": "id title publisher date url language kind",
}

KIN = re.compile(
    r"\b(daughters?|sons?|sisters?|brothers?|siblings?|wife|wives|husbands?|spouses?|partner of"
    r"|child|children|kids?|parents?|mothers?|fathers?|cousins?|uncles?|aunts?|nieces?|nephews?"
    r"|dochters?|zoons?|zonen|zus|zussen|broers?|vrouw|echtgeno\w+|kind|kinderen|ouders?)\b",
    re.IGNORECASE,
)
CONVICTION = re.compile(
    r"convict|sentenced|guilty|criminal|fraud|corrupt|veroordeel", re.IGNORECASE
)
PARTIES = re.compile(
    r"\b(VVD|CDA|D66|PvdA|GroenLinks|SP|PVV|ChristenUnie|SGP|Labour|Christian Democrat\w*"
    r"|Liberals?)\b"
)

EXPOSED = {
    "former-politicians": {"jos-van-rey", "patricia-remak-boerenstam"},
    "mayors": {"mayor-amsterdam", "mayor-rotterdam"},
    "business-leaders": {"director-rabobank", "chair-banking-association"},
    "chamber-members": {
        "mp-sjoerdsma",
        "mp-nijboer",
        "mp-paternotte",
        "group-leader-marijnissen",
        "senator-van-bijsterveld",
    },
    "ministers": {"minister-interior"},
    "royal-house": {"prince-constantijn"},
    "senior-officials": {"representative-opcw", "head-aivd"},
}
PARAGRAPH_OF = {
    "former-politicians": "¶4",
    "mayors": "¶4",
    "business-leaders": "¶4",
    "chamber-members": "¶5",
    "ministers": "¶6",
    "royal-house": "¶6",
    "senior-officials": "¶7",
}
HOLDERS = {
    "mayor-amsterdam": ("Femke Halsema", ""),
    "mayor-rotterdam": ("Ahmed Aboutaleb", ""),
    "director-rabobank": ("Wiebe Draijer", "former"),
    "chair-banking-association": ("Chris Buijink", "current"),
    "mp-sjoerdsma": ("Sjoerd Sjoerdsma", ""),
    "mp-nijboer": ("Henk Nijboer", ""),
    "mp-paternotte": ("Jan Paternotte", ""),
    "group-leader-marijnissen": ("Lilian Marijnissen", ""),
    "senator-van-bijsterveld": ("Sophie van Bijsterveld", ""),
    "minister-interior": ("Kajsa Ollongren", ""),
    "representative-opcw": ("", "current"),
    "head-aivd": ("", "former"),
    "minister-foreign-trade": ("Sigrid Kaag", "current"),
    "minister-finance": ("Gerrit Zalm", "former"),
    "minister-social-affairs": ("Lodewijk Asscher", "former"),
    "minister-development": ("Jan Pronk", "former"),
    "minister-infrastructure": ("Melanie Schultz van Haegen", ""),
    "chair-ser": ("Mariëtte Hamer", ""),
    "minister-youth-family": ("André Rouvoet", "former"),
    "prime-minister": ("Ruud Lubbers", "former"),
    "minister-justice": ("", ""),
    "minister-foreign-affairs": ("", ""),
}
FOOTNOTES = {
    "¶19": "https://www.tweedekamer.nl/kamerstukken/kamervragen/detail?id=2020Z16438&did=2020D35618",
    "¶20": "https://www.tweedekamer.nl/kamerstukken/kamervragen/detail?id=2020D40239&did=2020D40239",
    "¶21": "https://eenvandaag.avrotros.nl/item/"
    "meerderheid-tweede-kamer-wil-zwarte-lijst-voor-chinezen-die-mensenrechten-schenden/",
    "¶22": "https://www.tweedekamer.nl/kamerstukken/detail?id=2020Z17542&did=2020D37946",
}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@cache
def entities() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows("entities")}


def links(**wanted: str) -> list[dict[str, str]]:
    return [row for row in rows("relations") if all(row[k] == v for k, v in wanted.items())]


def ends(column: str, **wanted: str) -> set[str]:
    return {row[column] for row in links(**wanted)}


def cells(*names: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """File and column, text, row: for every filled cell."""
    for name in names:
        for row in rows(name):
            for column, text in row.items():
                if text:
                    yield f"{name}.{column}", text, row


def paragraphs(locator: str) -> list[int]:
    assert re.fullmatch(r"¶\d+(, ¶\d+)*", locator), locator
    return [int(number) for number in re.findall(r"\d+", locator)]


# The files as files


@pytest.mark.parametrize("name", list(HEADERS))
def test_files_have_the_columns_and_nothing_ragged(name: str) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, strict=True)
    assert set(HEADERS[name].split()) <= set(header)
    assert len(set(header)) == len(header)
    assert {len(line) for line in lines} == {len(header)}
    assert all(cell == cell.strip() for line in lines for cell in line)


def test_relations_have_no_id_column() -> None:
    assert "id" not in rows("relations")[0]


def test_ids_are_unique_slugs() -> None:
    for name in ("entities", "sources"):
        ids = [row["id"] for row in rows(name)]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found) for found in ids)


def test_it_is_as_large_as_the_article() -> None:
    assert 65 <= len(rows("entities")) <= 80
    assert 95 <= len(rows("relations")) <= 130


def test_words_are_of_the_vocabulary() -> None:
    assert {row["category"] for row in rows("entities")} <= set(CATEGORIES)
    assert {row["type"] for row in rows("relations")} <= set(TYPE_WORDS)
    assert {row["status"] for row in rows("relations")} <= set(STATUSES) - {"ungraded"}
    assert {row["holder_tense"] for row in rows("entities")} <= {"", "current", "former"}
    assert {row["withhold"] for row in rows("relations")} <= {"", "yes"}


def test_every_link_has_two_ends_that_exist_and_no_entity_stands_alone() -> None:
    named = ends("source") | ends("target")
    assert named == set(entities())


def test_no_row_is_said_twice_from_one_place() -> None:
    said = Counter((x["source"], x["target"], x["type"], x["locator"]) for x in rows("relations"))
    assert [row for row, times in said.items() if times > 1] == []


def test_shares_and_dates_can_be_read() -> None:
    for row in rows("relations"):
        Share.parse(row["share"])
        PartialDate.parse(row["since"])
        PartialDate.parse(row["until"])
    for row in rows("sources"):
        PartialDate.parse(row["date"])


def test_a_number_of_votes_is_no_share() -> None:
    assert [row["type"] for row in rows("relations") if row["share"]] == ["owns"]


@pytest.mark.parametrize("name", ["entities", "relations"])
def test_every_row_says_where_it_stands_in_the_article(name: str) -> None:
    for row in rows(name):
        assert row["reference"] == "article", row
        # Headings, the thanks, footnotes and page furniture hold no facts.
        found = paragraphs(row["locator"])
        assert set(found) <= {2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17}, row
        assert found == sorted(set(found)), row


def test_every_relation_cites_one_place_and_has_evidence() -> None:
    for row in rows("relations"):
        assert len(paragraphs(row["locator"])) == 1
        assert row["evidence"].endswith(".")
        assert len(row["evidence"]) <= 240
    assert all(row["description"].endswith(".") for row in rows("entities"))


def test_every_paragraph_with_facts_gave_a_relation() -> None:
    assert {row["locator"] for row in rows("relations")} == {
        f"¶{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17)
    }


def test_names_are_those_of_the_article() -> None:
    assert entities()["joba-van-den-berg"]["aliases"] == ""
    (title,) = (row for row in rows("sources") if row["id"] == "eenvandaag-blacklist")
    assert title["title"].casefold().replace(" ", "-") in title["url"]


def test_aliases_add_something() -> None:
    for row in rows("entities"):
        names = [
            name.casefold() for name in [row["label"], *filter(None, row["aliases"].split(";"))]
        ]
        assert len(set(names)) == len(names), row["id"]


# Who owns, compiled, disclosed


def test_the_state_owns_cetc_entirely() -> None:
    (row,) = links(type="owns")
    assert (row["source"], row["target"]) == ("chinese-state", "cetc")
    assert (row["share"], row["status"], row["locator"]) == ("100", "stated", "¶3")
    assert "China Electronics Technology Group" in entities()["cetc"]["aliases"].split(";")


def test_nobody_is_said_to_control_anything() -> None:
    assert links(type="controls") == []


def test_ties_to_party_and_cetc_are_mere_links() -> None:
    ties = [
        (row["target"], row["locator"], row["status"])
        for row in links(source="zhenhua-data", type="linked_to")
    ]
    assert sorted(ties) == [
        ("ccp", "¶3", "stated"),
        ("ccp", "¶8", "stated"),
        ("cetc", "¶3", "stated"),
        ("espionage-apparatus", "¶13", "alleged"),
    ]


def test_interests_are_alleged_and_of_unknown_size() -> None:
    found = links(type="has_interest_in")
    assert {row["source"] for row in found} == {"cetc", "zhenhua-electronics"}
    for row in found:
        assert row["target"] == "zhenhua-data"
        assert (row["status"], row["share"], row["locator"]) == ("alleged", "", "¶13")


def test_the_heart_of_the_apparatus_keeps_both_readings() -> None:
    found = links(target="espionage-apparatus")
    assert {row["source"] for row in found} == {"meng-ya-ping", "zhenhua-data"}
    for row in found:
        assert row["status"] == "alleged"
        assert "board member" in row["evidence"] and "company" in row["evidence"]


def test_only_interests_and_the_apparatus_are_alleged() -> None:
    assert {row["type"] for row in links(status="alleged")} == {"has_interest_in", "linked_to"}
    assert len(links(status="alleged")) == 4


def test_two_databases_with_their_numbers() -> None:
    whole, part = entities()["zhenhua-database"], entities()["zhenhua-recovered"]
    assert (whole["people"], part["people"]) == ("over 2.4 million", "250,000")
    assert entities()["dutch-people"]["people"] == "700"
    (row,) = links(type="part_of")
    assert (row["source"], row["target"], row["portion"]) == (part["id"], whole["id"], "10 %")
    (row,) = links(source=part["id"], type="holds_data_on")
    assert row["target"] == "dutch-people"
    (row,) = links(type="compiled")
    assert (row["source"], row["target"]) == ("zhenhua-data", whole["id"])


def test_who_disclosed_and_who_recovered() -> None:
    assert ends("source", type="revealed") == {"press-consortium", "internet-2-0"}
    (row,) = links(source="press-consortium", type="revealed")
    assert row["since"] == "2020-09-14"
    (row,) = links(type="recovered")
    assert (row["source"], row["target"]) == ("internet-2-0", "zhenhua-recovered")
    assert entities()["internet-2-0"]["category"] == "company"


def test_only_the_two_dates_of_the_article_are_given() -> None:
    assert ends("since") == {"", "2020-09-14", "2020-09-16"}
    assert ends("until") == {""}


# Who is exposed


@pytest.mark.parametrize("group", list(EXPOSED))
def test_each_group_is_reached_and_holds_its_members(group: str) -> None:
    place = PARAGRAPH_OF[group]
    assert entities()[group]["category"] == "group"
    assert ends("locator", source="zhenhua-database", target=group) == {place}
    assert ends("source", target=group, type="belongs_to") == EXPOSED[group]
    for member in EXPOSED[group]:
        assert ends("locator", source="zhenhua-database", target=member) == {place}


def test_the_database_holds_nothing_beyond_them() -> None:
    named = set(EXPOSED).union(*EXPOSED.values())
    assert ends("target", source="zhenhua-database", type="holds_data_on") == named


def test_offices_have_the_holder_and_tense_of_the_article() -> None:
    roles = {row["id"]: row for row in rows("entities") if row["category"] == "role"}
    assert {key: (row["holder"], row["holder_tense"]) for key, row in roles.items()} == HOLDERS
    # The label is the office alone: the tense and the holder have their own cells.
    for row in roles.values():
        assert not re.search(r"\b(former|current)\b", row["label"], re.IGNORECASE)
        assert not row["holder"] or row["holder"] not in row["label"]
        assert row["note"] == ""
    assert all(not row["holder"] for row in rows("entities") if row["category"] != "role")


def test_surveils_stands_only_for_the_people_around_dignitaries() -> None:
    (row,) = links(type="surveils")
    assert (row["source"], row["target"], row["locator"]) == ("zhenhua-data", "relatives", "¶8")
    assert links(target="relatives", type="holds_data_on") == []


def test_relatives_are_one_group_with_nine_dignitaries_and_no_detail() -> None:
    found = links(type="relative_of")
    assert {row["source"] for row in found} == {"relatives"}
    assert len({row["target"] for row in found}) == len(found) == 9
    assert len({row["evidence"] for row in found}) == 1
    assert {entities()[row["target"]]["category"] for row in found} == {"role", "person"}
    assert [row["target"] for row in found if row["target"] not in HOLDERS] == ["pieter-omtzigt"]


def test_no_word_of_kinship_stands_anywhere() -> None:
    found = [(place, text) for place, text, _ in cells(*HEADERS) if KIN.search(text)]
    assert found == []
    assert KIN.search(PAGE.replace("`kind`", "").replace(",kind`", "")) is None


def test_convictions_stand_in_withheld_evidence_alone() -> None:
    found = [(place, row) for place, text, row in cells(*HEADERS) if CONVICTION.search(text)]
    assert [place for place, _ in found] == ["relations.evidence"]
    assert [row["withhold"] for _, row in found] == ["yes"]
    assert [row["target"] for _, row in found] == ["former-politicians"]


def test_no_party_of_a_dutch_politician_is_given() -> None:
    assert [text for _, text, _ in cells(*HEADERS) if PARTIES.search(text)] == []
    assert [row["id"] for row in rows("entities") if row["category"] == "party"] == ["ccp"]


def test_nothing_is_computed() -> None:
    allowed = {"2.4", "250,000", "700", "10", "93", "14", "16", "2020"}
    for column in ("label", "short", "note", "people", "description", "evidence", "portion"):
        for place, text, _ in cells("entities", "relations"):
            if place.endswith(f".{column}"):
                bare = re.sub(r"¶\d+|Internet 2\.0", "", text)
                assert set(re.findall(r"\d[\d.,]*\d|\d", bare)) <= allowed, text


# What was asked and is proposed


def test_questions_and_answer() -> None:
    asked = links(target="questions", type="submitted")
    assert {row["source"] for row in asked} == {
        "author",
        "harry-van-der-molen",
        "joba-van-den-berg",
    }
    assert {row["since"] for row in asked} == {"2020-09-16"}
    assert ends("target", source="answer", type="replies_to") == {"questions"}
    assert ends("source", target="answer", type="submitted") == {"minister-justice"}
    assert ends("target", source="answer", type="on_behalf_of") == {
        "minister-foreign-affairs",
        "minister-interior",
    }


def test_that_people_were_told_is_the_ministers_word() -> None:
    (row,) = [row for row in rows("relations") if row["said_by"]]
    assert (row["source"], row["target"]) == ("answer", "dutch-people")
    assert row["said_by"] == entities()["minister-justice"]["label"]


def test_motion_majority_and_effects() -> None:
    assert ends("source", target="motion", type="submitted") == {
        "author",
        "mp-sjoerdsma",
        "bram-van-ojik",
        "stieneke-van-der-graaf",
    }
    (row,) = links(type="supported")
    assert (row["source"], row["votes"], row["share"]) == ("house-of-representatives", "93", "")
    assert ends("target", source="motion", type="proposes") == {"blacklist"}
    effects = {"eu-entry-ban", "eu-asset-freeze"}
    assert ends("source", target="blacklist", type="applies_to") == effects
    assert effects & ends("target", source="author") == set()
    adopted = re.compile(r"\b(adopted|passed|carried)\b", re.IGNORECASE)
    assert [text for _, text, _ in cells("entities", "relations") if adopted.search(text)] == []


def test_every_measure_is_proposed_by_author_or_motion_or_is_an_effect() -> None:
    measures = {row["id"] for row in rows("entities") if row["category"] == "measure"}
    by_author = links(source="author", type="proposes")
    assert {row["status"] for row in by_author} == {"proposed"}
    by_place = Counter(row["locator"] for row in by_author)
    assert by_place == {"¶13": 2, "¶15": 8, "¶17": 2}
    others = {"blacklist", "eu-entry-ban", "eu-asset-freeze"}
    assert {row["target"] for row in by_author} == measures - others
    # Nothing is done with the blacklist itself: its two effects point at it.
    for measure in measures - {"blacklist"}:
        assert ends("target", source=measure), measure


def test_what_the_author_wants_is_never_stated() -> None:
    wishes = {"called_on", "targets", "partners_with"}
    assert {row["status"] for row in rows("relations") if row["type"] in wishes} == {"proposed"}
    for row in links(status="proposed"):
        assert row["locator"] in {"¶12", "¶13", "¶15", "¶17"}


def test_targets_of_sanctions_leave_zhenhua_data_out() -> None:
    assert ends("target", source="sanctions-people") == {"meng-ya-ping"}
    assert ends("target", source="sanctions-organisations") == {"cetc", "zhenhua-electronics"}
    listed = {"meng-ya-ping", "cetc", "zhenhua-electronics"}
    assert ends("target", type="targets") == listed
    assert {row["locator"] for row in links(type="targets")} == {"¶13"}
    assert ends("target", source="party-sanctions-list") == {"ccp"}
    for row in links(source="sanctions-organisations"):
        assert "to be considered" in row["evidence"]


def test_who_is_called_on_and_who_is_sought_as_partner() -> None:
    assert ends("target", type="called_on") == {"netherlands", "european-union"}
    assert ends("target", source="like-minded-ties", type="partners_with") == {
        "australia",
        "indonesia",
        "taiwan",
        "india",
    }
    assert ends("target", source="joint-pressure", type="partners_with") == {"united-states"}


# Sources and the page


def test_sources_are_the_article_and_its_footnotes() -> None:
    article, *footnotes = rows("sources")
    assert (article["id"], article["kind"], article["language"]) == ("article", "opinion", "nl")
    assert {row["locator"]: row["url"] for row in footnotes} == FOOTNOTES
    assert Counter(row["kind"] for row in footnotes) == {"official": 3, "press": 1}


def test_every_footnote_is_met_in_the_data() -> None:
    cited = {row["document"] for name in ("entities", "relations") for row in rows(name)} - {""}
    assert cited == set(FOOTNOTES.values())


def test_the_page_lists_what_each_paragraph_gave() -> None:
    table = {
        int(number): (first, again, relations)
        for number, first, again, relations in re.findall(
            r"^\| ¶(\d+) \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE
        )
    }
    assert sorted(table) == list(range(25))
    places = {key: paragraphs(row["locator"]) for key, row in entities().items()}
    for number, (first, again, relations) in table.items():
        assert re.findall(r"`([^`]+)`", first) == [k for k, p in places.items() if p[0] == number]
        assert re.findall(r"`([^`]+)`", again) == [k for k, p in places.items() if number in p[1:]]
        ends_of_range = [int(line) for line in re.findall(r"r(\d+)", relations)]
        listed = list(range(ends_of_range[0], ends_of_range[-1] + 1)) if ends_of_range else []
        there = [n for n, row in enumerate(rows("relations"), 2) if row["locator"] == f"¶{number}"]
        assert listed == there, f"¶{number}: correct the relations in docs/data.md"


def test_the_page_explains_every_column() -> None:
    for name in ("entities", "relations"):
        for column in rows(name)[0]:
            assert f"`{column}`" in PAGE

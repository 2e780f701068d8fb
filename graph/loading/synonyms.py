"""What columns are called elsewhere: English, Dutch, French, German, and headers of other tools.

Spelt without capitals, accents, blanks and punctuation; a colon marks the roles of Neo4j's headers.
The likelier name comes first: it takes a column before a name further back takes it for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.loading.tables import Kind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_REFERENCE: Final = _words(
    "reference sourceid referenceid referentie referenz bronid quellenid sourceref "
    "citation bronvermelding bron quelle source"
)
_LOCATOR: Final = _words(
    "locator page pagina seite paragraph alinea vindplaats fundstelle bladzijde absatz"
)

SYNONYMS: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    "entities": {
        "id": _words(
            ":id id nodeid entityid uid uuid identifier identificatie identificator "
            "identifiant kennung identifikator kennzeichen key sleutel schlussel cle code "
            "nummer numero nr"
        ),
        "label": _words(
            "label name naam nom fullname entityname volledigenaam nomcomplet "
            "vollstandigername displayname caption bezeichnung denomination raisonsociale "
            "bedrijfsnaam firmenname firmanaam organisation organisatie organization title "
            "titel titre firma entity entiteit entitat entite"
        ),
        "category": _words(
            ":label category categorie kategorie entitytype nodetype type soort art kind "
            "class klasse classe schema genre sorte rubriek"
        ),
        "aliases": _words(
            "aliases alias aka alsoknownas othernames anderenamen autresnoms weiterenamen "
            "synonyms synoniemen formername formernames"
        ),
        "holder": _words("holder officeholder bekleder ambtsdrager titulaire inhaber amtsinhaber"),
        "holder_tense": ("holdertense",),
        "country": _words(
            "country countrycode countrycodes countries land landcode landcodes pays codepays "
            "landercode landerkurzel jurisdiction jurisdictie nationality nationaliteit"
        ),
        "description": _words(
            "description omschrijving beschrijving beschreibung toelichting summary note "
            "notes notities opmerking opmerkingen remarque remarques bemerkung bemerkungen "
            "comment"
        ),
        "reference": _REFERENCE,
        "locator": _LOCATOR,
    },
    "relations": {
        "source": _words(
            ":startid source from van von de nodeidstart startid sourceid fromid node1 "
            "nodeid1 subject owner eigenaar proprietaire eigentumer shareholder aandeelhouder "
            "actionnaire gesellschafter bron quelle origine origin start depart herkunft"
        ),
        "target": _words(
            ":endid target to naar nach vers a nodeidend endid targetid toid node2 nodeid2 "
            "object owned an doel ziel cible destination bestemming company bedrijf societe "
            "gesellschaft unternehmen end arrivee"
        ),
        "type": _words(
            ":type reltype relationtype relationshiptype relatietype beziehungstyp type soort "
            "art relation relatie relationship beziehung verband verbindung lien typedelien "
            "kind edgetype linktype role rol rolle label verb"
        ),
        "share": _words(
            "share percentage percent pct % aandeel belang deelneming sharepercentage part "
            "participation pourcentage anteil beteiligung prozent stake holding ownership "
            "quote"
        ),
        "status": _words("status statut zekerheid certainty certitude sicherheit"),
        "since": _words(
            "since startdate fromdate datefrom begindatum startdatum vanaf sinds depuis "
            "datedebut datededebut debut seit anfangsdatum beginn begin ab validfrom start"
        ),
        "until": _words(
            "until enddate todate dateto einddatum tot totenmet jusqua jusquau datefin "
            "datedefin fin bis enddatum ende einde eind validto end"
        ),
        "evidence": _words(
            "evidence bewijs onderbouwing preuve beleg nachweis citaat citation description "
            "omschrijving beschrijving beschreibung toelichting note notes opmerking "
            "opmerkingen remarque remarques bemerkung bemerkungen comment"
        ),
        "said_by": _words("saidby accordingto volgens selon laut"),
        "reference": _REFERENCE,
        "locator": _LOCATOR,
    },
    "sources": {
        "id": _words(":id id sourceid reference bronid quellenid identifier code key nr"),
        "title": _words("title titel titre name naam nom label"),
        "publisher": _words(
            "publisher uitgever editeur herausgeber verlag organisation organisatie"
        ),
        "date": _words("date datum published gepubliceerd publication"),
        "url": _words("url link website webadres lien uri"),
        "language": _words("language taal langue sprache lang"),
        "kind": _words("kind soort type art genre sorte"),
    },
}
"""Names by kind and our column, the likeliest first."""

LEADING_WORDS: Final[Mapping[Kind, tuple[tuple[str, str], ...]]] = {
    "entities": (("label", "name"), ("label", "naam"), ("country", "country")),
    "relations": (
        ("source", "source"),
        ("source", "from"),
        ("target", "target"),
        ("share", "percent"),
        ("share", "aandeel"),
        ("share", "anteil"),
        ("since", "startdat"),
        ("until", "enddat"),
    ),
    "sources": (("title", "title"), ("url", "url")),
}
"""Our column and how a longer name begins that may mean it: a guess."""

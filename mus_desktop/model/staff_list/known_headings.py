"""The headings that staff lists of Danish municipalities have, and the column that each of them means."""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType

from mus_desktop.model.text import comparison_key

_NO_LETTER = re.compile(r"[^a-zæøå]")


class StaffColumn(StrEnum):
    """The meaning of a column. The values are stored with the headings that the leader has approved."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NUMBER = "number"
    TITLE = "title"
    WORKPLACE = "workplace"
    EMAIL = "email"
    LEFT_ON = "left_on"
    IGNORED = ""


# The most telling first: of two columns the one whose heading is earlier in its row is taken. Seen in lists from OPUS,
# SD and KMD: »Navn (for-/efternavn)«, »Stamafdeling«, »Enhedsnavn«, »Stillingskode nuværende«, »SlutDato«.
_HEADINGS = {
    StaffColumn.NAME: """navn medarbejdernavn fuldenavn fuldtnavn navnforefternavn navnefternavnfornavn personnavn
        forogefternavn fornavnogefternavn efternavnfornavn medarbejder medarbejdere ansat ansatte person""",
    StaffColumn.FIRST_NAME: "fornavn fornavne",
    StaffColumn.LAST_NAME: "efternavn efternavne",
    StaffColumn.NUMBER: """tjenestenummer tjenestenr tjenestenumre tjnr tjnummer medarbejdernummer medarbejdernr
        medarbnr lønnummer lønnr personalenummer personalenr ansættelsesnummer ansættelsesnr""",
    StaffColumn.TITLE: """stilling stillingsbetegnelse titel stillingstitel jobtitel stillingsnavn stillingstekst
        stillingskodenuværende faggruppe funktion""",
    StaffColumn.WORKPLACE: """arbejdsplads arbejdssted tjenestested afdelingsnavn afdeling stamafdeling enhedsnavn enhed
        institutionsnavn institution organisationsenhed team""",
    StaffColumn.EMAIL: "email arbejdsmail mail mailadresse emailadresse epost",
    StaffColumn.LEFT_ON: "fratrådt fratrådtden fratrædelsesdato fratrædelse slutdato ansættelseslut ansattil",
    StaffColumn.IGNORED: "cpr cprnr cprnummer personnummer leder nærmesteleder startdato ansættelsesdato fødselsdato",
}


def heading_key(heading: str) -> str:
    """Return ``heading`` as it is compared: its letters alone."""
    return _NO_LETTER.sub("", comparison_key(heading))


KNOWN_HEADINGS = MappingProxyType(
    {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
)
"""The meaning of each heading, by :func:`heading_key`."""

RANKS = MappingProxyType({heading: rank for rank, heading in enumerate(KNOWN_HEADINGS)})
"""The order of the headings in the table above: of two columns with one meaning, the lower rank is taken."""

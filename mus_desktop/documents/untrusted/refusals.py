"""Danish sentences for templates that are refused: the thing, the part of the file, and what to do in Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from mus_desktop.errors import DocumentError

DAMAGED_TEMPLATE = (
    "Word-skabelonen er beskadiget og kan ikke læses. Hent den igen, eller brug den, der følger med skemaet."
)
PROTECTED_TEMPLATE = (
    "Word-skabelonen er beskyttet med adgangskode eller en følsomhedsmærkat og kan ikke læses. "
    "Gem den som et almindeligt Word-dokument (.docx)."
)
MACROS_REFUSED = "Word-skabelonen indeholder makroer. Gem den som et almindeligt Word-dokument (.docx)."
TEMPLATE_TOO_LARGE = (
    "Word-skabelonen er for stor. Fjern store billeder og andet, der ikke skal bruges, og gem den igen."
)
TEMPLATE_UNREADABLE = "Word-skabelonen kan ikke læses. Luk den i andre programmer, og prøv igen."
STRICT_REFUSED = (
    "Word-skabelonen er gemt som »Strict Open XML-dokument«. Gem den som et almindeligt Word-dokument (.docx)."
)


_SEEN = {
    "document": "i teksten",
    "header": "i sidehovedet",
    "footer": "i sidefoden",
    "footnotes": "i fodnoterne",
    "endnotes": "i slutnoterne",
    "comments": "i kommentarerne",
    "theme": "i temaet",
    "settings": "i indstillingerne",
}


class PartRefused(DocumentError):
    """The template contains something that must not come into a plan; ``place`` is the part of the file."""

    def __init__(self, what: str, place: str, remedy: str) -> None:
        super().__init__(f"Word-skabelonen indeholder {what} ({_place_text(place)}) og bliver ikke brugt. {remedy}")


def _place_text(place: str) -> str:
    """Return where in Word the part ``place`` is seen, and its file name, by which IT can find it."""
    name = PurePosixPath(place).name.removesuffix(".rels")
    seen = _SEEN.get(re.sub(r"\d*\.xml$", "", name))
    return f"{seen}, {name}" if seen else name


@dataclass(frozen=True, slots=True)
class Reason:
    """A thing that is refused, and what to do about it, in Danish."""

    what: str
    remedy: str

    def error(self, place: str) -> DocumentError:
        """Return the error for this thing in the part ``place``."""
        return PartRefused(self.what, place, self.remedy)


def _delete(what: str, noun: str) -> Reason:
    return Reason(what, f"Slet {noun} i Word, og gem skabelonen igen.")


LINKED_PICTURE = Reason(
    "et billede, der hentes et andet sted fra",
    "Indsæt billedet i selve dokumentet i Word, og gem skabelonen igen.",
)
UNKNOWN_PICTURE = Reason(
    "et billede, der ikke kan vises sikkert", "Indsæt det igen som PNG eller JPEG i Word, og gem skabelonen igen."
)
_EMBEDDED = _delete("et indlejret objekt", "objektet")
_INSERTED = Reason(
    "et indsat dokument, der først åbnes i Word",
    "Kopiér teksten ind i skabelonen i stedet, og gem den igen.",
)
_CONTROL = _delete("et aktivt kontrolelement", "kontrolelementet")
_DRAWN = Reason("et diagram", "Indsæt det som et billede i Word, og gem skabelonen igen.")
_MEDIA = _delete("lyd eller video", "det")
_MERGE = Reason("en brevfletning", "Vælg »Normalt Word-dokument« under Forsendelser i Word, og gem skabelonen igen.")
_INK = _delete("håndskrift", "den")
_BUTTONS = Reason(
    "egne knapper eller tilføjelsesprogrammer til Word",
    "Kopiér indholdet over i et nyt Word-dokument, og gem det som skabelonen.",
)
_MACRO = Reason("en makro", "Gem skabelonen som et almindeligt Word-dokument (.docx) uden makroer.")
OUTSIDE = Reason(
    "noget, der hentes et andet sted fra",
    "Kopiér indholdet over i et nyt Word-dokument, og gem det som skabelonen.",
)
UNKNOWN = Reason(
    "noget, som programmet ikke kender",
    "Kopiér indholdet over i et nyt Word-dokument, og gem det som skabelonen.",
)
COMMAND_ELSEWHERE = Reason(
    "en kode med {{ eller {% uden for den almindelige tekst",
    "Flyt den ind i teksten i Word, og gem skabelonen igen.",
)
BROKEN_FIELD = Reason(
    "et Word-felt, der er i stykker eller kun slettet med ændringsmarkering",
    "Godkend alle ændringer, eller slet feltet i Word, og gem skabelonen igen.",
)

REFUSED_RELATIONSHIPS = {
    "image": LINKED_PICTURE,
    "aFChunk": _INSERTED,
    "subDocument": _INSERTED,
    "oleObject": _EMBEDDED,
    "package": _EMBEDDED,
    "control": _CONTROL,
    "activeXControlBinary": _CONTROL,
    "chart": _DRAWN,
    "chartEx": _DRAWN,
    "diagramData": _DRAWN,
    "diagramLayout": _DRAWN,
    "diagramQuickStyle": _DRAWN,
    "diagramColors": _DRAWN,
    "diagramDrawing": _DRAWN,
    "video": _MEDIA,
    "audio": _MEDIA,
    "media": _MEDIA,
    "mailMergeSource": _MERGE,
    "mailMergeHeaderSource": _MERGE,
    "recipientData": _MERGE,
    "ink": _INK,
    "extensibility": _BUTTONS,
    "webextension": _BUTTONS,
    "webextensiontaskpanes": _BUTTONS,
    "vbaProject": _MACRO,
    "wordVbaData": _MACRO,
}
"""The reasons by the last word of a relationship type; any other has none of its own."""

REFUSED_ELEMENTS = {
    "altChunk": _INSERTED,
    "subDoc": _INSERTED,
    "object": _EMBEDDED,
    "OLEObject": _EMBEDDED,
    "objectEmbed": _EMBEDDED,
    "objectLink": _EMBEDDED,
    "control": _CONTROL,
    "ocx": _CONTROL,
    "mailMerge": _MERGE,
    "externalData": OUTSIDE,
    "frameset": OUTSIDE,
    "movie": _MEDIA,
    "webVideoPr": _MEDIA,
    "videoFile": _MEDIA,
    "audioFile": _MEDIA,
    "audioCd": _MEDIA,
    "wavAudioFile": _MEDIA,
    "quickTimeFile": _MEDIA,
    "contentPart": _INK,
    "chart": _DRAWN,
    "relIds": _DRAWN,
    "entryMacro": _MACRO,
    "exitMacro": _MACRO,
    "webextensionref": _BUTTONS,
}
"""The reasons by the name of an element, in whatever namespace."""


def field_refused(field: str, place: str) -> DocumentError:
    """Return the error for a field of Word that is on no list, such as INCLUDEPICTURE."""
    return _delete(f"Word-feltet {field[:40]}", "feltet").error(place)

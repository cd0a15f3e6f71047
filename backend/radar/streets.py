"""Names that are a street's as well: whether Mill Lane is here the surgery of that name, or the lane."""

# ruff: noqa: E501 -- patterns read better on one line

import re

from backend.radar.texts import Reading

# Nouns after which a street's name means the place there: "the branch at Mill Lane".
_SITE = re.compile(
    r"\b(?:branch|surgery|surgeries|practices?|site|premises|rooms?|clinic|building|pharmacy|chemists?|dentists?|opticians?|hospice|home|list|patients|lease|partners|partnership|caretaker|doctors|contract|team|staff|federation|trust"
    r"|merger|pilot|vacancy|closure|extension|visit|inspection)s? (?:at|of|from) (?:the )?$|\b(?:branch|surgery|practices?|pharmacy|chemists?|dentists?|opticians?|hospice|doctors) (?:in|on) (?:the )?$",
    re.I,
)
# What only an organisation has or does.
_OWN = re.compile(
    r"@@(?:'s|’s)? (?:asks|bids|offers|proposes|plans|wants|says|(?:would|will|may|could) (?:have|open|take|run|offer|lose|gain|receive|get|be paid|employ|lead|host|merge|join))\b|\b(?:and|its|their) (?:partners|patients|list|doctors|staff|landlord)\b",
    re.IGNORECASE,
)
# What only a street has.
_ROAD = re.compile(
    r"\b(?:traffic|bus|buses|parking|roadworks|pavement|cars?|dug|shops?|the (?:road|street|lane)|roads|streets|houses|flood\w*|corner|junction|crossing|footpath|cycle|pothole\w*|bridge|stop|walk|drive|drives|route)\b(?!@@)",
    re.IGNORECASE,
)
# Before a street, and before a practice only with a noun for it.
_WHERE = re.compile(
    r"\b(?:in|on|along|down|up|off|near|into|across|behind|opposite|between|outside|past|by) (?:the )?$|\d[a-z]?,? $|\b(?:road|street|corner|end) of $",
    re.I,
)
_AT = re.compile(r"\b(?:at) (?:the )?$", re.I)
_PRACTICE = re.compile(
    r"\b(?:practices?|surger(?:y|ies)|patients?|lists?|doctors?|gps?|partners?|contracts?|caretaker|bids?|merge\w*|nurses?|clinics?|pharmac\w+|homes?|appointments?|sites?|branch(?:es)?)\b",
    re.I,
)


def is_road(reading: Reading, start: int, end: int) -> bool:
    """Whether a street's name, which is also the short name of an organisation, is here the street."""
    lead = reading.text[max(0, start - 40) : start]
    if _SITE.search(lead):
        return False
    around = reading.around(start, end)
    if _ROAD.search(around):
        return True
    if _OWN.search(around):
        return False
    if _WHERE.search(lead):
        return True
    return bool(_AT.search(lead)) and not _PRACTICE.search(around)

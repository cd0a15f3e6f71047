"""Words with places to fill: `{person}`, `{due_on}`. Nothing else of Python's formatting is allowed."""

import string
from collections.abc import Mapping
from functools import lru_cache

from backend.catalogue.workflows import About

_EVERYWHERE = {
    "person": "Avery Invented",
    "tenant": "NHS Example (demonstration)",
    "title": "Annual declaration for 2014/15",
    "due_on": "3 June 2014",
    "opened_on": "6 May 2014",
    "days_left": "7",
    "days_late": "7",
    "owner": "Avery Invented",
    "address": "https://probity.invalid/t/example",
    "signed_by": "Governance team",
}

SAMPLES: Mapping[About, Mapping[str, str]] = {
    About.DECLARATION: {**_EVERYWHERE, "rule_set": "managing-conflicts-of-interest/2013-03", "count": "3"},
    About.PAPER: {
        **_EVERYWHERE,
        "title": "A paper (demonstration)",
        "committee": "Example Committee",
        "meeting_on": "17 September 2014",
        "version": "2",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "author": "Blake Imagined",
    },
    About.ACTION: {
        **_EVERYWHERE,
        "title": "Write to the practices",
        "committee": "Example Committee",
        "meeting_on": "17 September 2014",
    },
    About.MILESTONE: {
        **_EVERYWHERE,
        "title": "Agree the plan",
        "reference": "M14",
        "programme": "Delegated commissioning",
        "evidence_count": "2",
    },
    About.CLAIM: {
        **_EVERYWHERE,
        "title": "Write to the practices",
        "committee": "Example Committee",
        "claim": "says that it is done",
        "claimed_on": "17 September 2014",
    },
    About.TERMS: {
        **_EVERYWHERE,
        "title": "Terms of reference of the Example Committee",
        "committee": "Example Committee",
        "adopted_on": "1 April 2014",
    },
    About.EVIDENCE: {
        **_EVERYWHERE,
        "title": "E-12 Minutes of the invented group",
        "because": "is to be reviewed by 3 June 2014",
        "used": "2 things rest on it.",
    },
}
"""The places that each kind of workflow may use, with the sample values that the render gate fills in."""


def rendered(words: str, values: Mapping[str, str]) -> str:
    """Fill the places in `words`. Raises ValueError, with a sentence, for a place that has no value."""
    filled = []
    for before, place, form, conversion in _pieces(words):
        filled.append(before)
        if place is None:
            continue
        if not place.isidentifier() or form or conversion:
            raise ValueError(f"has {{{place}}}, which is not the name of a place to fill")
        if place not in values:
            known = ", ".join(f"{{{name}}}" for name in sorted(values))
            raise ValueError(f"uses {{{place}}}, which nothing fills; the places known here are {known}")
        filled.append(values[place])
    return "".join(filled)


@lru_cache(maxsize=512)  # a morning fills the same few words for very many
def _pieces(words: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    try:
        return tuple(string.Formatter().parse(words))
    except ValueError as refusal:
        raise ValueError(f"has a curly bracket that is not closed or not opened ({refusal})") from refusal

"""The privacy notice: what ships with the product, and an organisation's own words in its place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.catalogue.own import PrivacyKept
from backend.scope import Refusal

LONGEST = 6_000


class UnableToSettlePrivacy(Refusal):
    """Words of the notice that can't be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the notice that officers may word. `shipped` stands where they wrote nothing; it may name a gap."""

    field: str
    heading: str
    about: str
    shipped: str
    line: bool = False


PARTS: tuple[Part, ...] = (
    Part(
        field="controller",
        heading="Who decides what is kept",
        about="The name of the controller, if it is another than the organisation’s own name",
        shipped="{tenant}",
        line=True,
    ),
    Part(
        field="contact",
        heading="How to reach us",
        about="An address, an email address, a telephone number",
        shipped="Write to the governance team of {tenant}.",
    ),
    Part(
        field="officer",
        heading="Our data protection officer",
        about="Name or office",
        shipped="{tenant} has not yet said here who its data protection officer is. Ask the governance team.",
        line=True,
    ),
    Part(
        field="officer_contact",
        heading="How to reach the data protection officer",
        about="An address, an email address, a telephone number",
        shipped="By way of the governance team.",
    ),
    Part(
        field="bases",
        heading="Why we may",
        about="The legal bases. The shipped words are from memory: have whoever advises you on information law read "
        "them",
        shipped="We keep registers of interests, gifts, decisions and meetings because the law and NHS England’s "
        "statutory guidance ask it of us: it is our legal obligation, and a task in the public interest (article 6(1)"
        "(c) and (e) of the UK GDPR). We do not ask for health records, and we ask nobody to tell us the name of a "
        "relative. Where something that you declare says more of you than that, such as a membership from which "
        "a belief can be read, we keep it for reasons of substantial public interest (article 9(2)(g), and schedule "
        "1 of the Data Protection Act 2018).",
    ),
    Part(
        field="published",
        heading="What is published",
        about="Which registers and papers, of whom, and how something is withheld",
        shipped="We publish the registers of people who make decisions for us, with what they declared, and the "
        "agendas, papers and minutes of meetings that are held in public, with the names of those who took part by "
        "office. An interest stays in the public register for some months after it ends. You may ask that something "
        "is withheld, where publishing it would put somebody at risk; a person decides that, and it is written down.",
    ),
    Part(
        field="shared",
        heading="Who else sees it",
        about="Regulators, auditors, processors",
        shipped="NHS England and our auditors may see what we are asked to show them. Whoever runs this service for us "
        "keeps it on our behalf and uses it for nothing else. Nothing is sold, nobody is tracked, and nothing is "
        "decided about you by a machine alone.",
    ),
    Part(
        field="periods",
        heading="How long it is kept",
        about="Words before the table of periods, which is filled from the schedule in force",
        shipped="As the table says, and never longer without a reason that is written down. Nothing is removed by "
        "itself: a person decides when its time is over.",
    ),
)
"""Every word of it from memory or the product's own; none read in a source. The page for officers says so."""

RIGHTS = (
    "You may ask for a copy of what is kept about you.",
    "You may ask that what is wrong is put right: use the form for corrections. You need no account.",
    "You may object, or ask that something is no longer used or is removed. Where the law asks us to keep it, we tell "
    "you so.",
    "You may complain to the Information Commissioner: ico.org.uk, or Wycliffe House, Water Lane, Wilmslow, Cheshire "
    "SK9 5AF.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A part with the words that stand, and whether they are the organisation's own."""

    part: Part
    words: str
    own: bool


def notice(kept: PrivacyKept, *, tenant: str) -> tuple[Worded, ...]:
    """The notice as it stands."""
    values = kept.model_dump()
    return tuple(
        Worded(
            part=part,
            words=values[part.field] or part.shipped.format(tenant=tenant),
            own=bool(values[part.field]),
        )
        for part in PARTS
    )


def checked(values: dict[str, str]) -> PrivacyKept:
    """What would be kept; an empty field is the shipped text. Raises UnableToSettlePrivacy."""
    found: dict[str, str | None] = {}
    for part in PARTS:
        words = values.get(part.field, "").strip()
        if part.line:
            words = " ".join(words.split())
        most = 300 if part.line else LONGEST
        if len(words) > most:
            raise UnableToSettlePrivacy(
                f"“{part.heading}” must be {most:,} characters or fewer.", field=part.field
            )
        found[part.field] = words or None
    return PrivacyKept(**found)


def changes(before: PrivacyKept, after: PrivacyKept) -> Sequence[str]:
    """What the public page would say otherwise, a sentence each."""
    old, new = before.model_dump(), after.model_dump()
    said = []
    for part in PARTS:
        if old[part.field] != new[part.field]:
            said.append(
                f"“{part.heading}” has your own words."
                if new[part.field]
                else f"“{part.heading}” has the shipped words again."
            )
    return tuple(said)

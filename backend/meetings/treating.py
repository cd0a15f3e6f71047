"""How a conflict of interest in an item may be handled, and what each way brings with it. Values in, answers out.

Nothing is decided here: a proposal says what would be proportionate, and a person decides. The ways and the proposals
follow NHS England's guidance on managing conflicts of interest (CCGs: December 2014, June 2016, June 2017; ICBs: the
model constitution of 2022). They are written from memory, as `docs/how-to/handle-conflicts-at-a-meeting.md` says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from backend.catalogue.demonstrations import Part, Purpose
from backend.catalogue.quorum import Capacity
from backend.scope import Refusal

REASSURANCE = "Nothing found by this search; members must still declare."


class UnableToTreat(Refusal):
    """A treatment, or a word on a hit, that can't be given as it was asked."""


class Treatment(StrEnum):
    """What is done about a member's interest in an item, from the least to the most strict."""

    NOTED_FULL_PARTICIPATION = "NOTED_FULL_PARTICIPATION"
    DISCUSS_NOT_DECIDE_REMAIN = "DISCUSS_NOT_DECIDE_REMAIN"
    CHAIR_STANDS_DOWN = "CHAIR_STANDS_DOWN"
    DISCUSS_LEAVE_FOR_DECISION = "DISCUSS_LEAVE_FOR_DECISION"
    LEAVE_FOR_ITEM = "LEAVE_FOR_ITEM"
    NO_PAPERS = "NO_PAPERS"
    EXCLUDE_FROM_MEETING = "EXCLUDE_FROM_MEETING"

    @property
    def strictness(self) -> int:
        return list(EFFECTS).index(self)

    @property
    def excludes(self) -> bool:
        """It keeps the person from the item altogether."""
        return not EFFECTS[self].speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a treatment brings. `words` follow the person's name, `short` stands in a cell, `minuted` in minutes.

    `in_room`: they are there while the item is decided; `counts`: to the quorum for that decision; `gets_paper`: they
    get the item's private papers, for public ones are withheld from nobody.
    """

    in_room: bool
    speaks: bool
    votes: bool
    counts: bool
    gets_paper: bool
    words: str
    short: str
    minuted: str
    source: str


_SOURCE = "NHS England, Managing conflicts of interest: guidance for CCGs, the chair’s options (from memory)"
_OWN = "Probity’s own reading: a treatment that takes away the vote takes the person out of the quorum for the item"

EFFECTS: dict[Treatment, Effect] = {
    Treatment.NOTED_FULL_PARTICIPATION: Effect(
        in_room=True,
        speaks=True,
        votes=True,
        counts=True,
        gets_paper=True,
        words="stays, discusses and decides; the interest is noted",
        short="Takes part",
        minuted="The interest was noted; {name} stayed and took part in full.",
        source=_SOURCE,
    ),
    Treatment.DISCUSS_NOT_DECIDE_REMAIN: Effect(
        in_room=True,
        speaks=True,
        votes=False,
        counts=False,
        gets_paper=True,
        words="stays and may speak, and takes no part in the decision",
        short="No vote",
        minuted="{name} stayed and spoke, and took no part in the decision.",
        source=f"{_SOURCE}. {_OWN}",
    ),
    Treatment.CHAIR_STANDS_DOWN: Effect(
        in_room=True,
        speaks=True,
        votes=False,
        counts=False,
        gets_paper=True,
        words="hands over the chair for the item, stays, and takes no part in the decision",
        short="Hands over the chair",
        minuted="{name} handed over the chair for the item and took no part in the decision.",
        source=f"{_SOURCE}. {_OWN}",
    ),
    Treatment.DISCUSS_LEAVE_FOR_DECISION: Effect(
        in_room=False,
        speaks=True,
        votes=False,
        counts=False,
        gets_paper=True,
        words="may speak, then leaves before the decision",
        short="Speaks, then leaves",
        minuted="{name} spoke, and left before the decision.",
        source=_SOURCE,
    ),
    Treatment.LEAVE_FOR_ITEM: Effect(
        in_room=False,
        speaks=False,
        votes=False,
        counts=False,
        gets_paper=True,
        words="leaves for the discussion and the decision",
        short="Leaves",
        minuted="{name} left for the discussion and the decision.",
        source=_SOURCE,
    ),
    Treatment.NO_PAPERS: Effect(
        in_room=False,
        speaks=False,
        votes=False,
        counts=False,
        gets_paper=False,
        words="does not get the papers, and leaves for the discussion and the decision",
        short="No papers, leaves",
        minuted="{name} did not receive the papers, and left for the discussion and the decision.",
        source=_SOURCE,
    ),
    Treatment.EXCLUDE_FROM_MEETING: Effect(
        in_room=False,
        speaks=False,
        votes=False,
        counts=False,
        gets_paper=False,
        words="is asked not to come to the meeting, and does not get the papers of the item",
        short="Asked not to come",
        minuted="{name} was asked not to attend.",
        source=_SOURCE,
    ),
}


def settled(treatment: Treatment, *, counts: bool, votes: bool, gets_paper: bool, source: str) -> Effect:
    """What a treatment brings where an organisation has settled it so, with words that say so.

    Raises UnableToTreat for what its name or the room itself rules out.
    """
    shipped = EFFECTS[treatment]
    name = f"“{shipped.short}”"
    if treatment is Treatment.NOTED_FULL_PARTICIPATION and not (counts and votes and gets_paper):
        raise UnableToTreat(f"{name} stands for somebody who takes part in full. Settle another treatment.")
    if not shipped.in_room and (counts or votes):
        raise UnableToTreat(
            f"{name}: they have left when the item is decided, and quorum and votes are of those in the room.",
            field="counts" if counts else "votes",
        )
    if treatment is Treatment.DISCUSS_NOT_DECIDE_REMAIN and votes:
        raise UnableToTreat(
            f"{name} stands for somebody who takes no part in the decision, so they have no vote.",
            field="votes",
        )
    if votes and not counts:
        raise UnableToTreat(f"{name}: whoever votes on an item counts to its quorum.", field="counts")
    if treatment is Treatment.NO_PAPERS and gets_paper:
        raise UnableToTreat(f"{name} stands for somebody who does not get the papers.", field="gets_paper")
    words, minuted = shipped.words, shipped.minuted
    if votes and not shipped.votes:
        words = words.replace("takes no part in the decision", "takes part in the decision")
        minuted = minuted.replace("took no part in the decision", "took part in the decision")
    if not gets_paper and shipped.gets_paper:
        words = f"{words}; does not get the private papers of the item"
        minuted = f"{minuted} The private papers of the item were withheld from {{name}}."
    if gets_paper and not shipped.gets_paper:
        words = words.replace(", and does not get the papers of the item", "")
    return replace(
        shipped,
        counts=counts,
        votes=votes,
        gets_paper=gets_paper,
        words=words,
        minuted=minuted,
        source=source,
    )


class Business(StrEnum):
    """What is at stake for somebody with an interest: from a note to the award of a contract."""

    NOTE = "note"
    DISCUSS = "discuss"
    DECIDE = "decide"
    PROCURE = "procure"


class Guidance(StrEnum):
    """The guidance that bounds what is proposed, as the radar's files name it."""

    CCG_2014 = "ccg-2014"
    CCG_2017 = "ccg-2017"
    ICB_2022 = "icb-2022"


GUIDANCE_IN_WORDS = {
    Guidance.CCG_2014: "statutory guidance for CCGs of December 2014, from memory",
    Guidance.CCG_2017: "statutory guidance for CCGs of June 2016 and June 2017, from memory",
    Guidance.ICB_2022: "NHS Act 2006, section 14Z30, and the model constitution of ICBs of 2022, from memory",
}


class Nature(StrEnum):
    """The kinds of interest that a proposal tells apart."""

    FINANCIAL = "financial"
    FINANCIAL_INDIRECT = "financial-indirect"
    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    INDIRECT = "indirect"
    HOME = "home"
    """A partner member's own organisation, and that alone: what they sit on a unitary board for."""


NATURE_IN_WORDS = {
    Nature.FINANCIAL: "a direct financial interest",
    Nature.FINANCIAL_INDIRECT: "a financial interest of somebody close",
    Nature.PROFESSIONAL: "a non-financial professional interest",
    Nature.PERSONAL: "a non-financial personal interest",
    Nature.INDIRECT: "an indirect interest that is not financial",
    Nature.HOME: "the organisation that a partner member comes from",
}
_BUSINESS_IN_WORDS = {
    Business.NOTE: "the item is to be noted",
    Business.DISCUSS: "the item is to be discussed, and nothing is decided",
    Business.DECIDE: "the item is to be decided",
    Business.PROCURE: "a contract may follow from the item",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would be proportionate, why in one sentence, and from which guidance. Nothing is decided by it."""

    treatment: Treatment
    words: str
    source: str
    effect: Effect


def business_of(purpose: Purpose, *, procures: bool) -> Business:
    """What an item's purpose means for whoever has an interest in it."""
    if purpose in {Purpose.INFORMATION, Purpose.ASSURANCE, Purpose.NOTE, Purpose.RECEIVE}:
        return Business.NOTE
    if procures:
        return Business.PROCURE
    return Business.DISCUSS if purpose is Purpose.DISCUSSION else Business.DECIDE


def guidance_of(edition: str) -> Guidance:
    """The guidance that a rule set of `managing-conflicts-of-interest` belongs to, such as `2014-12`."""
    if edition >= "2022":
        return Guidance.ICB_2022
    return Guidance.CCG_2017 if edition >= "2016" else Guidance.CCG_2014


def nature_of(
    *, kind: str | None, indirect: bool, capacities: Collection[Capacity], guidance: Guidance
) -> Nature:
    """The kind of an interest. Where nothing says what it is, it is taken for a direct financial one."""
    if not indirect and guidance is Guidance.ICB_2022 and Capacity.PARTNER in capacities:
        return Nature.HOME
    if kind in {None, "FINANCIAL"}:
        return Nature.FINANCIAL_INDIRECT if indirect else Nature.FINANCIAL
    if indirect:
        return Nature.INDIRECT
    return Nature.PROFESSIONAL if kind == "NON_FINANCIAL_PROFESSIONAL" else Nature.PERSONAL


_NOTED = Treatment.NOTED_FULL_PARTICIPATION
_REMAIN = Treatment.DISCUSS_NOT_DECIDE_REMAIN
_SPEAK = Treatment.DISCUSS_LEAVE_FOR_DECISION
_LEAVE = Treatment.LEAVE_FOR_ITEM

PROPORTIONATE: dict[Nature, dict[Business, Treatment]] = {
    Nature.FINANCIAL: dict(zip(Business, (_NOTED, _REMAIN, _SPEAK, _LEAVE), strict=True)),
    Nature.FINANCIAL_INDIRECT: dict(zip(Business, (_NOTED, _NOTED, _SPEAK, _LEAVE), strict=True)),
    Nature.PROFESSIONAL: dict(zip(Business, (_NOTED, _NOTED, _REMAIN, _SPEAK), strict=True)),
    Nature.PERSONAL: dict(zip(Business, (_NOTED, _NOTED, _REMAIN, _SPEAK), strict=True)),
    Nature.INDIRECT: dict(zip(Business, (_NOTED, _NOTED, _REMAIN, _REMAIN), strict=True)),
    Nature.HOME: dict(zip(Business, (_NOTED, _NOTED, _NOTED, _REMAIN), strict=True)),
}
"""Noting, discussing, deciding, procuring: what each kind of interest calls for, but for `_STRICTER`."""

_STRICTER: dict[tuple[Guidance, Nature, Business], Treatment] = {
    # exclusion from the relevant part was the usual course in 2014; discussion by leave of the chair came in 2016
    (Guidance.CCG_2014, Nature.PROFESSIONAL, Business.PROCURE): _LEAVE,
    (Guidance.CCG_2014, Nature.PERSONAL, Business.PROCURE): _LEAVE,
}


def proposal(
    *,
    nature: Nature,
    business: Business,
    part: Part,
    guidance: Guidance,
    effects: Mapping[Treatment, Effect] = EFFECTS,
) -> Proposal:
    """What would be proportionate for one interest in one item; `effects` are those that hold on its day.

    Papers are kept back in a proposal only where they are private and a contract may come to the person themselves.
    """
    treatment = _STRICTER.get((guidance, nature, business)) or PROPORTIONATE[nature][business]
    if nature is Nature.FINANCIAL and business is Business.PROCURE and part is Part.PRIVATE:
        treatment = Treatment.NO_PAPERS
    return Proposal(
        treatment=treatment,
        words=f"This is {NATURE_IN_WORDS[nature]}, and {_BUSINESS_IN_WORDS[business]}.",
        source=GUIDANCE_IN_WORDS[guidance],
        effect=effects[treatment],
    )


def strictest(proposals: Collection[Proposal]) -> Proposal | None:
    """Where one person has several interests in an item, the one that asks for most."""
    return max(proposals, key=lambda each: each.treatment.strictness, default=None)


def check_fits(treatment: Treatment, *, name: str, is_chair: bool) -> None:
    """Only whoever has the chair can hand it over."""
    if treatment is Treatment.CHAIR_STANDS_DOWN and not is_chair:
        raise UnableToTreat(
            f"{name} does not chair this committee, so there is no chair to hand over.", field="treatment"
        )


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""

"""What may pass from one body to another: every kind of message with exactly its fields, and its seal.

A field that is not declared here can't be sent, and a message that holds one is refused where it arrives.
"""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import ValidationError

from backend.ledger.records import canonical, content_hash
from backend.meetings.rules import Part, Purpose
from backend.scope import Refusal
from backend.together.rules.agreements import KIND_IN_WORDS, Kind, Shares, Side
from backend.together.rules.declared import Body, Declared, Hash, Line, Words
from backend.together.rules.joint import Decisions, Minutes, Powers
from backend.together.rules.releases import (
    MOST_CARRIED,
    BodyReplaced,
    EvidenceAnswer,
    EvidenceClosed,
    EvidenceRequest,
    PackHandedOver,
    PackReceipt,
    PackRelease,
    ReleaseChanged,
)
from backend.together.rules.reviews import Answer, Enclosure, Question, ReviewOutcome, Submission
from backend.together.rules.systems import Figures, Offices


class UnableToDeliver(Refusal):
    """A message that the other body does not take; the sentence says why, for whoever sent it."""


class MessageKind(StrEnum):
    PROPOSAL = "proposal"
    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    ENDING = "ending"
    AGENDA = "agenda"
    TAKEN_UP = "taken-up"
    PACK = "pack"
    POWERS = "powers"
    DECISIONS = "decisions"
    MINUTES = "minutes"
    SUBMISSION = "submission"
    QUESTION = "question"
    ANSWER = "answer"
    OUTCOME = "outcome"
    PACK_RELEASE = "pack-release"
    RELEASE_CHANGED = "release-changed"
    PACK_RECEIPT = "pack-receipt"
    EVIDENCE_REQUEST = "evidence-request"
    EVIDENCE_ANSWER = "evidence-answer"
    EVIDENCE_CLOSED = "evidence-closed"
    PACK_HANDED_OVER = "pack-handed-over"
    BODY_REPLACED = "body-replaced"
    FIGURES = "figures"
    OFFICES = "offices"


WORDS = {
    MessageKind.PROPOSAL: "Agreement proposed",
    MessageKind.ACCEPTANCE: "Agreement accepted",
    MessageKind.REFUSAL: "Agreement refused",
    MessageKind.ENDING: "Agreement ended",
    MessageKind.AGENDA: "Agenda shared",
    MessageKind.TAKEN_UP: "Agenda taken up",
    MessageKind.PACK: "Pack shared",
    MessageKind.POWERS: "Powers stated",
    MessageKind.DECISIONS: "Decisions sent",
    MessageKind.MINUTES: "Signed minutes sent",
    MessageKind.SUBMISSION: "Submitted for review",
    MessageKind.QUESTION: "Question asked",
    MessageKind.ANSWER: "Question answered",
    MessageKind.OUTCOME: "Outcome of the review",
    MessageKind.PACK_RELEASE: "Pack released",
    MessageKind.RELEASE_CHANGED: "Release changed",
    MessageKind.PACK_RECEIPT: "Receipt of a pack",
    MessageKind.EVIDENCE_REQUEST: "Evidence asked for",
    MessageKind.EVIDENCE_ANSWER: "Evidence given",
    MessageKind.EVIDENCE_CLOSED: "Request for evidence closed",
    MessageKind.PACK_HANDED_OVER: "Received pack handed over",
    MessageKind.BODY_REPLACED: "Reviewing body replaced",
    MessageKind.FIGURES: "Figures delivered",
    MessageKind.OFFICES: "Shared offices stated",
}

ANSWERS = frozenset({MessageKind.PROPOSAL, MessageKind.ACCEPTANCE, MessageKind.REFUSAL, MessageKind.ENDING})
"""What makes and ends agreements, and so passes without one in force."""

REVIEWS = {
    MessageKind.SUBMISSION: Side.INVITED,
    MessageKind.QUESTION: Side.PROPOSER,
    MessageKind.ANSWER: Side.INVITED,
    MessageKind.OUTCOME: Side.PROPOSER,
    MessageKind.PACK_RELEASE: Side.INVITED,
    MessageKind.RELEASE_CHANGED: Side.INVITED,
    MessageKind.PACK_RECEIPT: Side.PROPOSER,
    MessageKind.EVIDENCE_REQUEST: Side.PROPOSER,
    MessageKind.EVIDENCE_ANSWER: Side.INVITED,
    MessageKind.EVIDENCE_CLOSED: Side.PROPOSER,
    MessageKind.PACK_HANDED_OVER: Side.INVITED,
    MessageKind.BODY_REPLACED: Side.PROPOSER,
}
"""What passes under an oversight agreement, and which side sends it: the proposer reviews, the invited submits."""

HANDED_UP = frozenset({*REVIEWS, MessageKind.FIGURES, MessageKind.OFFICES})
"""What rooms above take, each its own; see `together.receiving`."""


class Terms(Declared):
    """The text that both bodies hold; its SHA-256 is shown to both."""

    kind: Kind
    name: Line
    terms: Words
    shares: Shares
    proposer: Body
    invited: Body
    committee: Line
    """The committee of the proposing body; the other names its own when it accepts."""
    from_on: date
    until_on: date | None


class Signature(Declared):
    """On whose authority a body made the agreement, and the SHA-256 of the text that it means."""

    committee: Line
    signed_by: Line
    authority: Words
    signed_on: date
    terms_sha256: Hash


class Proposal(Declared):
    terms: Terms
    signature: Signature


class Acceptance(Declared):
    signature: Signature


class Refused(Declared):
    reason: Words
    refused_by: Line
    terms_sha256: Hash


class Ending(Declared):
    reason: Words
    ended_by: Line
    ended_on: date


class AgendaItem(Declared):
    """One item. `number` is the host's; an item under another has its number in front: 7.2 under 7."""

    number: Line | None
    title: Line
    purpose: Purpose
    part: Part
    private_reason: Words | None
    thread_id: UUID


class Agenda(Declared):
    """A meeting with its agenda as it stands; `edition` counts how often it was shared."""

    meeting_id: UUID
    committee: Line
    title: Line
    starts_at: datetime
    ends_at: datetime
    venue: Line
    in_public: bool
    cancelled_because: Words | None
    edition: int
    items: tuple[AgendaItem, ...]


class TakenUp(Declared):
    """That the guest has made its own meeting of the host's agenda, or brought it up to a later `edition`."""

    meeting_id: UUID
    """The host's meeting."""
    meeting: Line
    edition: int


class Pack(Declared):
    """What is said of a pack; its bytes go along, and must have this SHA-256."""

    meeting_id: UUID
    meeting: Line
    variant: Literal["public", "full"]
    issue: int
    name: Line
    media_type: Line
    pages: int | None
    size: int
    sha256: Hash


MODELS: dict[MessageKind, type[Declared]] = {
    MessageKind.PROPOSAL: Proposal,
    MessageKind.ACCEPTANCE: Acceptance,
    MessageKind.REFUSAL: Refused,
    MessageKind.ENDING: Ending,
    MessageKind.AGENDA: Agenda,
    MessageKind.TAKEN_UP: TakenUp,
    MessageKind.PACK: Pack,
    MessageKind.POWERS: Powers,
    MessageKind.DECISIONS: Decisions,
    MessageKind.MINUTES: Minutes,
    MessageKind.SUBMISSION: Submission,
    MessageKind.QUESTION: Question,
    MessageKind.ANSWER: Answer,
    MessageKind.OUTCOME: ReviewOutcome,
    MessageKind.PACK_RELEASE: PackRelease,
    MessageKind.RELEASE_CHANGED: ReleaseChanged,
    MessageKind.PACK_RECEIPT: PackReceipt,
    MessageKind.EVIDENCE_REQUEST: EvidenceRequest,
    MessageKind.EVIDENCE_ANSWER: EvidenceAnswer,
    MessageKind.EVIDENCE_CLOSED: EvidenceClosed,
    MessageKind.PACK_HANDED_OVER: PackHandedOver,
    MessageKind.BODY_REPLACED: BodyReplaced,
    MessageKind.FIGURES: Figures,
    MessageKind.OFFICES: Offices,
}

_MAKING = (Proposal, Acceptance, Refused, Ending)
_OVERSEEN = tuple(MODELS[kind] for kind in REVIEWS)
_ALONE: dict[Kind, type[Declared]] = {Kind.SYSTEM: Figures, Kind.CLUSTER: Offices}
"""What passes under an agreement of these kinds, and under no other."""


class Envelope(Declared):
    """A message with the short names of whom it is from and for. The seal is over all of it."""

    id: UUID
    agreement_id: UUID
    kind: MessageKind
    sender: Line
    to: Line
    sent_at: datetime
    sent_by: Line
    body: str

    @property
    def sha256(self) -> str:
        return content_hash(self.model_dump(mode="json"))

    @classmethod
    def written(cls, said: Declared, **outside: object) -> "Envelope":
        """The envelope around what is said; `outside` are its other fields."""
        return cls.model_validate({**outside, "body": canonical(said.model_dump(mode="json"))})


def read(envelope: Envelope, *, sha256: str) -> Declared:
    """What a message says. Raises UnableToDeliver where it was changed on its way, or says what may not be said."""
    if envelope.sha256 != sha256:
        raise UnableToDeliver(
            "The message is not as it was sent: its SHA-256 differs. Nothing of it was taken over."
        )
    try:
        return MODELS[envelope.kind].model_validate(json.loads(envelope.body))
    except (ValidationError, ValueError) as wrong:
        what = wrong.errors()[0]["loc"] if isinstance(wrong, ValidationError) else ("the whole",)
        raise UnableToDeliver(
            f"The message holds something that may not pass ({' '.join(map(str, what))}). Nothing of it was taken over."
        ) from wrong


def can_carry_again(kind: MessageKind, state: str) -> bool:
    """What waits, and an answer that was refused, as when the other body was away."""
    return state == "waiting" or (state == "refused" and kind in ANSWERS)


def check_within(kind: Kind, shares: Shares, said: Declared) -> None:
    """What passes is of the agreement's kind, and private only where it says so. Raises UnableToDeliver."""
    if kind is Kind.SUCCESSION and not isinstance(said, _MAKING):
        raise UnableToDeliver("The agreement is about a merger or a split, so no message passes under it.")
    alone = _ALONE.get(kind)
    if alone is not None and not isinstance(said, (*_MAKING, alone)):
        raise UnableToDeliver(
            f"The agreement is about {KIND_IN_WORDS[kind].lower()}, so no such message passes under it."
        )
    if alone is None and isinstance(said, Figures | Offices):
        raise UnableToDeliver(
            "The agreement is neither about figures nor about a cluster, so no such message passes under it."
        )
    if kind is Kind.OVERSIGHT and isinstance(said, Agenda | TakenUp | Pack | Powers | Decisions | Minutes):
        raise UnableToDeliver("The agreement is about oversight, so no such message passes under it.")
    if kind is not Kind.OVERSIGHT and isinstance(said, _OVERSEEN):
        raise UnableToDeliver("The agreement is not about oversight, so no such message passes under it.")
    joint = kind is Kind.JOINT
    if isinstance(said, Powers | Decisions | Minutes) and not joint:
        raise UnableToDeliver(
            "The agreement is about meetings in common, so no such message passes under it."
        )
    if isinstance(said, Agenda | TakenUp | Pack) and joint:
        raise UnableToDeliver("The agreement is about a joint committee, so no such message passes under it.")
    private = (isinstance(said, Agenda) and any(item.part is Part.PRIVATE for item in said.items)) or (
        isinstance(said, Pack) and said.variant != "public"
    )
    if private and shares is not Shares.ALL:
        raise UnableToDeliver(
            "The agreement lets public items pass alone, and the message holds private ones."
        )


def files_of(said: Declared) -> tuple[Pack | PackRelease | Enclosure, ...]:
    """The files that go along with what is said, each with the size and SHA-256 that its bytes must have."""
    if isinstance(said, Pack | PackRelease):
        return (said,)
    if isinstance(said, Submission | Answer | EvidenceAnswer | PackHandedOver):
        return said.enclosures
    return ()


def about(said: Declared) -> UUID | None:
    """The meeting, submission or release that a message is about, where it is about one."""
    if isinstance(said, PackHandedOver):
        return said.release.release_id
    for name in ("meeting_id", "submission_id", "release_id"):
        found: UUID | None = getattr(said, name, None)
        if found is not None:
            return found
    return None


def check_size(said: Declared) -> None:
    """The door holds what it carries in memory. Raises UnableToDeliver for files that are too large together."""
    if sum(each.size for each in files_of(said)) > MOST_CARRIED:
        raise UnableToDeliver(
            f"Files of more than {MOST_CARRIED // 1024 // 1024} MB together don’t pass from one body to another here. "
            "Release the pack by link instead."
        )


def check_way(kind: MessageKind, *, sender: Side) -> None:
    """Who reviews asks and decides, who is reviewed submits and answers, who grants figures sends them; never the other
    way about."""
    if kind is MessageKind.FIGURES and sender is not Side.PROPOSER:
        raise UnableToDeliver(
            "Only the body that grants figures may send them. Nothing of it was taken over."
        )
    if REVIEWS.get(kind, sender) is not sender:
        whose = "reviewing body" if REVIEWS[kind] is Side.PROPOSER else "commissioner"
        raise UnableToDeliver(
            f"Only the {whose} of the agreement may send that ({WORDS[kind].lower()}). Nothing of it was taken over."
        )


def sha256_of_terms(terms: Terms) -> str:
    return content_hash(terms.model_dump(mode="json"))

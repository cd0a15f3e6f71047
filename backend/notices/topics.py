"""What letters are about, as a person chooses among it: how each topic comes, and what nobody can switch off.

A topic is a handful of kinds of letter (`room.kind`). What a person chooses is kept by the topic's code; what a topic
does not offer is not honoured, whatever was chosen once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Way(StrEnum):
    """How a letter reaches its person. In the app it stands in every case."""

    AT_ONCE = "at-once"
    DIGEST = "digest"
    APP = "app"


WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.AT_ONCE: "by mail at once",
        Way.DIGEST: "in the daily letter",
        Way.APP: "only in Probity",
    }
)

EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person chose; whoever chose nothing has these.

    `ways`: topic → way. `digest_at`: minute of the day, on the tenant's clock; None: when its letters go.
    `digest_days`: Monday is 1. `feed_number`: what the address of their calendar holds; None: there is none.
    """

    ways: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    digest_at: int | None = None
    digest_days: frozenset[int] = EVERY_DAY
    calendar_entries: bool = True
    plain_text: bool = False
    feed_number: int | None = None


_EVERY = (Way.AT_ONCE, Way.DIGEST, Way.APP)
_MAILED = (Way.AT_ONCE, Way.DIGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`ways` can be chosen, `usual` is what comes to whoever chose nothing. `why`: why some can't be.

    `ladders`: the reminders of these are of this topic; they are planned, and the usual way is the daily letter.
    """

    code: str
    title: str
    kinds: tuple[str, ...]
    ways: tuple[Way, ...] = _EVERY
    usual: Way = Way.AT_ONCE
    why: str = ""
    ladders: tuple[str, ...] = ()
    to_public: bool = False
    """They go to people who have no place in the organisation, and nothing to choose."""

    @property
    def at_first(self) -> Way:
        """How a letter of it comes to whoever chose nothing; reminders are planned, and say themselves how they go."""
        return Way.AT_ONCE if self.ladders else self.usual

    def chosen(self, wishes: Mapping[str, str]) -> Way:
        """The way in which the topic comes to a person with these wishes."""
        wish = wishes.get(self.code)
        return next((way for way in self.ways if way == wish), self.usual)


TOPICS = (
    Topic(
        code="actions",
        title="Reminders of actions",
        kinds=("actions.action-owed",),
        usual=Way.DIGEST,
        ladders=("action-chase",),
        why="What is long overdue or was passed up to you comes by mail in every case.",
    ),
    Topic(
        code="answers",
        title="Reminders of papers to sign, milestones, evidence, reviews, and claims that wait for an answer",
        kinds=("chasing.owed",),
        ways=_MAILED,
        usual=Way.DIGEST,
        ladders=("action-claim", "evidence-review", "milestone-acceptance", "paper-sign-off", "terms-review"),
        why="Others wait for you, so these always come by mail.",
    ),
    Topic(
        code="news",
        title="News of your actions",
        kinds=("actions.action-reopened",),
    ),
    Topic(
        code="declarations",
        title="Reminders to declare your interests",
        kinds=("interests.declaration-owed",),
        ways=_MAILED,
        usual=Way.DIGEST,
        ladders=("annual-declaration",),
        why="The statutory guidance on conflicts of interest has everybody asked for declarations, so these always "
        "come by mail.",
    ),
    Topic(
        code="campaigns",
        title="Campaigns that ask you to declare",
        kinds=("interests.campaign-launched",),
        ways=_MAILED,
        why="Each asks everybody whom it concerns, so these always come by mail.",
    ),
    Topic(
        code="declared",
        title="Questions and answers about what was declared",
        kinds=(
            "interests.declaration-returned",
            "interests.declaration-answered",
            "interests.gift-returned",
            "contracts.gain-share-suggested",
            "sittings.declared-at-meeting",
            "sittings.register-entry-due",
        ),
        ways=_MAILED,
        why="The register waits for the answer, so these always come by mail.",
    ),
    Topic(
        code="conflicts",
        title="How conflicts are handled at meetings",
        kinds=(
            "interests.undeclared-seated",
            "meetings.undeclared-members",
            "meetings.treatment-decided",
            "meetings.treatment-ended",
            "meetings.withholding-review-asked",
            "meetings.papers-withheld",
            "meetings.papers-given-again",
            "sittings.irregular-decision",
            "between.irregular-act",
        ),
        ways=(Way.AT_ONCE,),
        why="The chair and whoever is concerned must know before the item is reached, so these come at once.",
    ),
    Topic(
        code="meetings",
        title="Meetings called, moved or cancelled",
        kinds=(
            "meetings.meeting-cancelled",
            "meetings.meeting-moved",
            "planning.meeting-extraordinary",
            "planning.meeting-inquorate",
            "between.question",
            "between.reminder",
        ),
        ways=(Way.AT_ONCE,),
        why="Standing orders ask for notice of meetings and of decisions by correspondence, so these come at once.",
    ),
    Topic(
        code="papers",
        title="Papers, minutes, decisions and annual statements",
        kinds=(
            "meetings.late-paper-answered",
            "meetings.late-paper-asked",
            "meetings.paper-question",
            "meetings.review-answered",
            "meetings.review-asked",
            "meetings.sign-off-undone",
            "packs.untagged-paper",
            "sittings.decision-extract",
            "sittings.minutes-public",
            "sittings.minutes-to-sign",
            "sittings.minutes-void",
            "statements.addendum-to-sign",
            "statements.statement-sent-back",
            "statements.statement-to-sign",
        ),
    ),
    Topic(
        code="publication",
        title="What is to be made public",
        kinds=(
            "packs.publication-stopped",
            "packs.publication-to-approve",
            "packs.publication-void",
            "registers.publication-to-approve",
        ),
        ways=_MAILED,
        why="Nothing becomes public before somebody approves it, so these always come by mail.",
    ),
    Topic(
        code="naming",
        title="That your name may stand in a public register",
        kinds=("registers.may-be-named",),
        ways=(Way.AT_ONCE,),
        why="Data protection law has you told before it happens, so this comes at once.",
    ),
    Topic(
        code="questions",
        title="Questions from the public",
        kinds=("planning.question-owned", "planning.question-waiting"),
    ),
    Topic(
        code="askers",
        title="Answers to members of the public",
        kinds=(
            "planning.question-answered",
            "planning.question-meeting-changed",
            "planning.question-received",
            "planning.question-refused",
        ),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="address-proofs",
        title="Codes for an address to which answers are to go",
        kinds=("notices.address-proof",),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="corrections",
        title="What became of a correction that somebody asked for",
        kinds=(
            "requests.correction-answered",
            "requests.correction-code",
            "requests.correction-received",
        ),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="ledger-roots",
        title="Roots of the ledger, for the auditor to keep",
        kinds=("desk.ledger-root",),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="risks",
        title="Monthly rounds over your risks",
        kinds=("risks.round-owed", "risks.confirmation-sent-back"),
    ),
    Topic(
        code="reviews",
        title="Reviews that are due, and scheduled work that failed",
        kinds=("desk.review-due", "schedules.run-failed"),
        ways=_MAILED,
        why="Somebody must look, so these always come by mail.",
    ),
    Topic(
        code="others",
        title="Messages from other organisations",
        kinds=("together.message-received",),
    ),
    Topic(
        code="information",
        title="Requests for information: what is yours, what falls due, what waits for you",
        kinds=(
            "requests.answer-checked",
            "requests.check-asked",
            "requests.correction-came",
            "requests.correction-due",
            "requests.opinion-asked",
            "requests.request-came",
            "requests.request-due",
            "requests.request-yours",
            "requests.review-yours",
            "requests.search-answered",
            "requests.search-asked",
        ),
        ways=_MAILED,
        why="The law sets the days for an answer, so these always come by mail.",
    ),
    Topic(
        code="reviewing",
        title="Returns and answers that came for review, and what was handed to you",
        kinds=(
            "reviewing.answer-received",
            "reviewing.outcome-to-second",
            "reviewing.return-handed-over",
            "reviewing.return-received",
        ),
        ways=_MAILED,
        why="Commissioners wait for an answer, so these always come by mail.",
    ),
    Topic(
        code="returns",
        title="Returns to reviewing bodies: what waits for your approval, and what came back",
        kinds=("reporting.approval-asked", "reporting.review-came"),
    ),
    Topic(
        code="released-packs",
        title="Packs released to this body, and answers about them",
        kinds=("portal.answer-received", "portal.pack-received"),
    ),
    Topic(
        code="evidence-asked",
        title="Evidence that regulators ask for",
        kinds=("releases.answer-to-approve", "releases.evidence-asked", "releases.evidence-closed"),
        ways=_MAILED,
        why="A regulator waits for an answer, so these always come by mail.",
    ),
    Topic(
        code="links",
        title="Links to released packs that were locked by wrong codes",
        kinds=("releases.link-locked",),
        ways=_MAILED,
        why="Somebody may be trying codes, and the regulator waits, so these always come by mail.",
    ),
    Topic(
        code="released",
        title="Packs that were released to people at regulators",
        kinds=(
            "releases.link-ending",
            "releases.link-revoked",
            "releases.pack-released",
            "releases.pack-superseded",
        ),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="invitations",
        title="Invitations to an account",
        kinds=("setup.person-invited",),
        ways=(Way.AT_ONCE,),
        to_public=True,
    ),
    Topic(
        code="assessment",
        title="The review of the data-protection impact assessment",
        kinds=("setup.assessment-review",),
    ),
    Topic(
        code="concerns",
        title="Concerns raised in confidence",
        kinds=("concerns.concern-added-to", "concerns.concern-received", "concerns.notice-given"),
        ways=(Way.AT_ONCE,),
        why="They come by mail alone, at once, and stand on no list.",
    ),
    Topic(
        code="letters",
        title="The daily letter, test letters and calendar entries",
        kinds=("chasing.digest", "chasing.due-day-changed", "notices.sending-tested"),
        ways=(Way.AT_ONCE,),
        why="They are sent because you, or what you chose above, asked for them.",
    ),
)

ANY = Topic(code="other", title="Other letters", kinds=(), ways=(Way.AT_ONCE,))
"""What is in no topic."""

_BY_KIND = {kind: topic for topic in TOPICS for kind in topic.kinds}
_BY_LADDER = {ladder: topic for topic in TOPICS for ladder in topic.ladders}
BY_CODE: Mapping[str, Topic] = MappingProxyType({topic.code: topic for topic in TOPICS})


def topic_of(kind: str) -> Topic:
    """The topic of a kind of letter; one that is in none comes at once."""
    return _BY_KIND.get(kind, ANY)


def topic_of_ladder(ladder: str) -> Topic | None:
    """The topic of a ladder's reminders."""
    return _BY_LADDER.get(ladder)

"""What makes an act irregular, and what puts it right. Pure: everything is given as it was on the day of the act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.between.rules.acts import ActKind, Answer, Closing, Handling, Part
from backend.catalogue import quorum as quorums
from backend.catalogue.between import ActRule
from backend.catalogue.quorum import OFFICE_IN_WORDS, Office, Quorum, SeatHeld
from backend.powers.rules import FindingKind, and_words, pounds


class Fault(StrEnum):
    NO_RULE = "no-rule"
    WRONG_ACTOR = "wrong-actor"
    NOT_CONSULTED = "not-consulted"
    OVER_LIMIT = "over-limit"
    NO_REASON = "no-reason"
    CONFLICTED = "conflicted"
    BEYOND_POWER = "beyond-power"
    WITHOUT_CONSENT = "without-consent"
    NO_FUNCTION = "no-function"
    NOT_ALL_ASKED = "not-all-asked"
    INQUORATE = "inquorate"
    MEETING_ASKED = "meeting-asked"
    AGAINST_REPLIES = "against-replies"


FAULT_IN_WORDS = {
    Fault.NO_RULE: "No rule for it",
    Fault.WRONG_ACTOR: "Taken by somebody who may not",
    Fault.NOT_CONSULTED: "Not enough were consulted",
    Fault.OVER_LIMIT: "Above the limit of the rule",
    Fault.NO_REASON: "No reason why it could not wait",
    Fault.CONFLICTED: "Taken with a conflict of interest",
    Fault.BEYOND_POWER: "Beyond power",
    Fault.WITHOUT_CONSENT: "Without consent",
    Fault.NO_FUNCTION: "No power named",
    Fault.NOT_ALL_ASKED: "Not everybody was asked",
    Fault.INQUORATE: "Not quorate",
    Fault.MEETING_ASKED: "A meeting was asked for",
    Fault.AGAINST_REPLIES: "Not what the replies say",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Somebody who took part, as far as it matters.

    `seats` are their seats on the committee on the day, `offices` what they held on it (and offices of the whole
    organisation). `interests` are sentences: declared, or exactly on the register. `handled_by` is who decided how the
    interest is handled.
    """

    key: str
    name: str
    part: Part
    seats: tuple[SeatHeld, ...] = ()
    offices: frozenset[Office] = frozenset()
    interests: tuple[str, ...] = ()
    handling: Handling | None = None
    handled_by: str | None = None
    answer: Answer | None = None
    said_at: datetime | None = None

    @property
    def votes(self) -> bool:
        return any(seat.voting for seat in self.seats)

    @property
    def conflicted(self) -> bool:
        """An interest, unless somebody else decided that they take part."""
        return bool(self.interests) and not (self.handling is Handling.TOOK_PART and self._by_another)

    @property
    def _by_another(self) -> bool:
        by = (self.handled_by or "").strip().casefold()
        return bool(by) and by != self.name.strip().casefold()

    @property
    def counts(self) -> bool:
        """Whether their word counts: no conflict, and nobody decided that they take no part."""
        return not self.conflicted and self.handling not in {Handling.NO_PART, Handling.NO_PAPERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What the scheme says of the act, in words and in parts."""

    kind: FindingKind
    words: str
    clause: str = ""
    consent_from: str = ""
    upward_to: str = ""
    upward_committee_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that decides whether an act was regular.

    `value` is in pence. `taken_at` is when it was decided. `voters` are the committee's voting members on the day, by
    key and name. `should` says who should have acted in the place of a conflicted chair.
    """

    kind: ActKind
    committee: str
    rule: ActRule | None
    taken_at: datetime
    because: str
    value: int | None
    people: tuple[Someone, ...]
    power: Power
    consent: str = ""
    closing: Closing | None = None
    quorum: Quorum | None = None
    voters: tuple[tuple[str, str], ...] = ()
    should: str = ""

    def of(self, part: Part) -> tuple[Someone, ...]:
        return tuple(each for each in self.people if each.part is part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregular:
    """One fault of an act: what was wrong, and what puts it right."""

    fault: Fault
    words: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """How members replied, and whether those whose replies count make the quorum. `quorate` is none without a rule."""

    agree: int
    disagree: int
    meeting: int
    silent: int
    quorate: bool | None
    counted: int
    words: str
    left_out: int = 0
    """Replies that do not count, because of an interest or without a vote."""

    @property
    def in_words(self) -> str:
        rest = (
            f"; {self.left_out} {'does' if self.left_out == 1 else 'do'} not count" if self.left_out else ""
        )
        return (
            f"{self.agree} agree{'s' if self.agree == 1 else ''}, "
            f"{self.disagree} disagree{'s' if self.disagree == 1 else ''}, "
            f"{self.meeting} want{'s' if self.meeting == 1 else ''} a meeting, "
            f"{self.silent} {'has' if self.silent == 1 else 'have'} not replied{rest}"
        )


def replies_of(people: Collection[Someone], quorum: Quorum | None) -> Replies:
    """Count the replies of those whose word counts; to agree or disagree is to be there, to want a meeting is not."""
    asked = [each for each in people if each.part is Part.ASKED and each.handling not in _OUT]
    heard = [each for each in asked if each.counts and each.votes]
    given = [each for each in heard if each.answer in {Answer.AGREE, Answer.DISAGREE}]
    answer = quorums.is_met(quorum, [seat for each in given for seat in each.seats]) if quorum else None
    if quorum is None:
        words = "No quorum is laid down for this committee."
    else:
        unmet = [each.replace(" present", " replied") for each in answer.unmet] if answer else ()
        words = " ".join((f"Quorum is {quorums.quorum_in_words(quorum)}.", *unmet))
    return Replies(
        agree=sum(each.answer is Answer.AGREE for each in heard),
        disagree=sum(each.answer is Answer.DISAGREE for each in heard),
        meeting=sum(each.answer is Answer.MEETING for each in asked),
        silent=sum(each.answer is None for each in asked),
        quorate=None if answer is None else answer.met,
        counted=len(given),
        words=words,
        left_out=sum(
            each.answer is not None and not (each.counts and each.votes)
            for each in people
            if each.part is Part.ASKED
        ),
    )


def faults_of(case: Case) -> tuple[Irregular, ...]:
    """Every fault of an act; nothing for one that was regular, or that only put the matter to a meeting."""
    if case.closing is Closing.TO_MEETING:
        return ()
    found = _rule_faults(case)
    if case.kind is ActKind.CORRESPONDENCE:
        found += _reply_faults(case)
    else:
        found += _actor_faults(case)
    if not case.because.strip():
        found.append(
            Irregular(
                fault=Fault.NO_REASON,
                words="Nobody said why it could not wait for a meeting.",
                way=f"Say why at {_next(case)}, which ratifies the act or does not.",
            )
        )
    return (*found, *_power_faults(case))


_OUT = frozenset({Handling.NO_PART, Handling.NO_PAPERS})


def _next(case: Case) -> str:
    return f"the next meeting of the {case.committee}"


def _put(case: Case) -> str:
    return f"Put it to {_next(case)}, which ratifies it or does not."


def _rule_faults(case: Case) -> list[Irregular]:
    rule = case.rule
    if rule is None:
        words = "The organisation’s rules say nothing of deciding in this way on that day."
        return [Irregular(fault=Fault.NO_RULE, words=words, way=_put(case))]
    if rule.limit is None or (case.value is not None and case.value <= rule.limit * 100):
        return []
    most = f"The rule goes up to {pounds(rule.limit * 100)} ({rule.clause})"
    words = (
        f"{most}, and no value is given." if case.value is None else f"{most}; {pounds(case.value)} is more."
    )
    return [Irregular(fault=Fault.OVER_LIMIT, words=words, way=_put(case))]


def _actor_faults(case: Case) -> list[Irregular]:
    found: list[Irregular] = []
    acted = case.of(Part.ACTED)
    if case.rule is not None:
        found += _wrong_actor(case, case.rule, acted)
        found += _consulted(case, case.rule)
    conflicted = [each for each in acted if each.conflicted or each.handling in _OUT]
    if conflicted:
        names = and_words([each.name for each in conflicted])
        have = "has" if len(conflicted) == 1 else "have"
        why = " ".join(sentence for each in conflicted for sentence in each.interests)
        should = f" {case.should}" if case.should else ""
        found.append(
            Irregular(
                fault=Fault.CONFLICTED,
                words=f"{names} acted and {have} an interest in it. {why}{should}".strip(),
                way=f"Put it to {_next(case)}, in which {names} {'takes' if len(conflicted) == 1 else 'take'} no part, "
                "and which ratifies it or does not.",
            )
        )
    return found


def _wrong_actor(case: Case, rule: ActRule, acted: Sequence[Someone]) -> list[Irregular]:
    held = frozenset[Office]().union(*(each.offices for each in acted))
    stood_in = bool(held & set(rule.stand_in))

    def filled(office: Office) -> bool:
        return office in held or (office is Office.CHAIR and stood_in)

    enough = all(map(filled, rule.by)) if rule.jointly else any(map(filled, rule.by))
    together = not rule.jointly or len({each.key for each in acted}) >= len(rule.by)
    if enough and together:
        return []
    names = [f"the {OFFICE_IN_WORDS[office]}" for office in rule.by]
    may = f"{and_words(names)} act together" if rule.jointly else f"{' or '.join(names)} acts"
    who = and_words([each.name for each in acted]) or "nobody named"
    words = f"It was taken by {who}, and {may} in this way ({rule.clause})."
    return [Irregular(fault=Fault.WRONG_ACTOR, words=words, way=_put(case))]


def _consulted(case: Case, rule: ActRule) -> list[Irregular]:
    acted = {each.key for each in case.of(Part.ACTED)}
    counted = {
        each.key
        for each in case.of(Part.CONSULTED)
        if each.key not in acted
        and each.votes
        and each.counts
        and (each.said_at is None or each.said_at <= case.taken_at)
    }
    if len(counted) >= rule.consult:
        return []
    count = len(counted)
    were = f"{number_in_words(count)} {'was' if count == 1 else 'were'}" if count else "nobody was"
    wanted = f"{some(rule.consult, 'other voting member')} without an interest"
    words = f"{wanted[:1].upper()}{wanted[1:]} must be consulted first ({rule.clause}); {were}."
    return [Irregular(fault=Fault.NOT_CONSULTED, words=words, way=_put(case))]


def number_in_words(count: int) -> str:
    """`two`; figures from ten on."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else str(count)


def some(count: int, what: str) -> str:
    """`two other voting members`."""
    return f"{number_in_words(count)} {what}{'' if count == 1 else 's'}"


def _reply_faults(case: Case) -> list[Irregular]:
    found: list[Irregular] = []
    asked = case.of(Part.ASKED)
    replies = replies_of(case.people, case.quorum)
    keys = {each.key for each in asked}
    missed = [name for key, name in case.voters if key not in keys]
    if missed and (case.rule is None or case.rule.ask_all):
        words = f"{and_words(missed)} {'was' if len(missed) == 1 else 'were'} not asked."
        found.append(Irregular(fault=Fault.NOT_ALL_ASKED, words=words, way=_put(case)))
    if replies.quorate is False:
        words = f"The replies that count do not make a quorum. {replies.words}"
        way = f"Put it to a quorate meeting of the {case.committee}, which ratifies it or does not."
        found.append(Irregular(fault=Fault.INQUORATE, words=words, way=way))
    enough = case.rule.meeting_if if case.rule is not None else 1
    if enough and replies.meeting >= enough:
        want = "One member asked" if replies.meeting == 1 else f"{replies.meeting} members asked"
        words = f"{want} for a meeting, and it was decided without one."
        found.append(Irregular(fault=Fault.MEETING_ASKED, words=words, way=_put(case)))
    carried = replies.agree > replies.disagree
    if carried is not (case.closing is Closing.AGREED):
        said = "agreed" if case.closing is Closing.AGREED else "not agreed"
        words = f"It is recorded as {said}, and of the replies that count {_counted(replies)}."
        found.append(Irregular(fault=Fault.AGAINST_REPLIES, words=words, way=_put(case)))
    return found


def _counted(replies: Replies) -> str:
    return f"{replies.agree} agreed and {replies.disagree} disagreed"


def _power_faults(case: Case) -> list[Irregular]:
    power = case.power
    to = power.upward_to or "the body that holds the power"
    if power.kind is FindingKind.BEYOND:
        way = f"Recommend it to {to}, which ratifies it or does not."
        return [Irregular(fault=Fault.BEYOND_POWER, words=power.words, way=way)]
    if power.kind is FindingKind.NEEDS_CONSENT and not case.consent.strip():
        who = power.consent_from or "whoever the scheme names"
        return [
            Irregular(
                fault=Fault.WITHOUT_CONSENT,
                words=f"{power.words} No consent was recorded.",
                way=f"Get the consent of {who}, and put it to {_next(case)}, which ratifies it or does not.",
            )
        ]
    if power.kind is FindingKind.NO_FUNCTION:
        way = f"Find the power in the scheme, and let {_next(case)} ratify the act under it, or refer it to {to}."
        return [Irregular(fault=Fault.NO_FUNCTION, words=power.words, way=way)]
    return []

"""The facts that rooms state and rules read: a small, closed, typed vocabulary.

A fact says one thing of one subject: that a person makes decisions, on which day a meeting was held, who holds an
office. Some subjects have names that a framework's file can say (`office`, `committee`, `register`, `milestone`); of
the others a rule speaks as a set: every person who makes decisions, the last three meetings.

A room that wants to state something new adds a line here and states it in its own `stating.py`; nothing else changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from backend.catalogue.quorum import OFFICE_IN_WORDS


class ValueType(StrEnum):
    """What a fact's value is."""

    FLAG = "flag"
    """Yes or no."""
    DAY = "day"
    NUMBER = "number"
    """A whole number."""
    CHOICE = "choice"
    """One word of a closed list."""
    SUBJECTS = "subjects"
    """The subjects of another kind that it points to: who holds an office, of which committee a meeting is."""


TYPE_IN_WORDS: Mapping[ValueType, str] = MappingProxyType(
    {
        ValueType.FLAG: "yes or no",
        ValueType.DAY: "a day",
        ValueType.NUMBER: "a whole number",
        ValueType.CHOICE: "one of a closed list",
        ValueType.SUBJECTS: "other subjects",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """What facts are about. `names`: how a rule names one of them; empty where a rule can only speak of a set."""

    key: str
    one: str
    many: str
    names: str = ""

    @property
    def named(self) -> bool:
        return bool(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One kind of fact.

    `words` name it inside a sentence (`last declaration of interests`); of a flag they say what is so (`makes
    decisions`), and `otherwise` what is so where it is not. `none` says what it means that the fact is stated and
    empty (never declared, vacant); a fact without it is never empty. `choices` are the words of a closed list with
    what each means; `to` is the kind of the subjects that a fact points to. `room` states it.
    """

    key: str
    about: str
    type: ValueType
    words: str
    means: str
    room: str
    otherwise: str = ""
    none: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    to: str = ""


SUBJECTS: Mapping[str, SubjectKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            SubjectKind(key="person", one="person", many="people"),
            SubjectKind(
                key="office",
                one="office",
                many="offices",
                names="a role that is held for the organisation, such as `coi-guardian`, or the kind of a committee "
                "and an office on it, such as `audit.chair` or `governing-body.accountable-officer`",
            ),
            SubjectKind(key="training", one="training of a person in a module", many="trainings"),
            SubjectKind(
                key="committee",
                one="committee",
                many="committees",
                names="its short name, such as `audit-committee`",
            ),
            SubjectKind(key="meeting", one="meeting", many="meetings"),
            SubjectKind(key="action", one="action", many="actions"),
            SubjectKind(
                key="register",
                one="register",
                many="registers",
                names="`interests`, `gifts`, `procurement` or `breaches`",
            ),
            SubjectKind(key="gift", one="gift or offer", many="gifts and offers"),
            SubjectKind(key="breach", one="breach on the register", many="breaches on the register"),
            SubjectKind(key="procurement", one="procurement", many="procurements"),
            SubjectKind(
                key="milestone",
                one="milestone",
                many="milestones",
                names="its programme’s short name, a full stop and its own, such as "
                "`primary-care-co-commissioning.m13`",
            ),
            SubjectKind(
                key="gate",
                one="gate",
                many="gates",
                names="its programme’s short name, a full stop and its own",
            ),
            SubjectKind(key="pack", one="pack", many="packs"),
        )
    }
)


def _choices(**words: str) -> Mapping[str, str]:
    return MappingProxyType({key.replace("_", "-"): meaning for key, meaning in words.items()})


def _fact(
    key: str,
    type_: ValueType,
    words: str,
    means: str,
    room: str,
    *,
    otherwise: str = "",
    none: str = "",
    choices: Mapping[str, str] | None = None,
    to: str = "",
) -> FactKind:
    return FactKind(
        key=key,
        about=key.partition(".")[0],
        type=type_,
        words=words,
        means=means,
        room=room,
        otherwise=otherwise,
        none=none,
        choices=choices or {},
        to=to,
    )


_FLAG, _DAY, _NUMBER = ValueType.FLAG, ValueType.DAY, ValueType.NUMBER
_CHOICE, _SUBJECTS = ValueType.CHOICE, ValueType.SUBJECTS

_COMMITTEE_KINDS = _choices(
    governing_body="governing body",
    board="board",
    audit="audit",
    remuneration="remuneration",
    primary_care_commissioning="primary care commissioning",
    primary_care_development="primary care development",
    quality_safety="quality and safety",
    finance_performance="finance and performance",
    communications_engagement="communications and engagement",
    interface_group="interface group",
    partnership="partnership",
    locality_group="locality group",
    patient_panel="patient panel",
    working_group="working group",
    other="other",
)

FACTS: Mapping[str, FactKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            _fact(
                "person.decision-making",
                _FLAG,
                "makes decisions",
                "Decision-making staff: settled for the person, or following from band and seats.",
                "interests",
                otherwise="makes no decisions",
            ),
            _fact(
                "person.seated",
                _FLAG,
                "sits on a committee",
                "Holds a seat on a committee on that day.",
                "interests",
                otherwise="sits on no committee",
            ),
            _fact(
                "person.paused",
                _FLAG,
                "is not asked for anything at present",
                "Whether nobody asks anything of the person in these days; why is not stated.",
                "interests",
                otherwise="may be asked",
            ),
            _fact(
                "person.last-declared-on",
                _DAY,
                "last declaration of interests",
                "The day of the newest declaration, nil returns included.",
                "interests",
                none="never declared",
            ),
            _fact(
                "person.declaration-due-on",
                _DAY,
                "next declaration of interests due",
                "By which day the next declaration is owed under the rule set in force.",
                "interests",
            ),
            _fact(
                "person.offices",
                _SUBJECTS,
                "office",
                "Which offices the person holds on that day.",
                "committees",
                none="holds no office",
                to="office",
            ),
            _fact(
                "training.person",
                _SUBJECTS,
                "person",
                "Whose training it is.",
                "interests",
                to="person",
            ),
            _fact(
                "training.required",
                _FLAG,
                "is required",
                "Whether the rule set, or a decision by name, asks it of this person.",
                "interests",
                otherwise="is not required",
            ),
            _fact(
                "training.done-on",
                _DAY,
                "day on which it was done",
                "The day of the newest completion.",
                "interests",
                none="not done",
            ),
            _fact(
                "training.good-until",
                _DAY,
                "last day on which it counts",
                "The last day on which the newest completion counts; 31 December 9999 where it never ends.",
                "interests",
                none="not done",
            ),
            _fact(
                "office.holder",
                _SUBJECTS,
                "holder",
                "Who holds it on that day.",
                "committees",
                none="vacant",
                to="person",
            ),
            _fact(
                "office.lay",
                _FLAG,
                "is held by a lay member",
                "Whether everybody who holds it sits in a lay seat.",
                "committees",
                otherwise="is not held by a lay member",
            ),
            _fact(
                "committee.kind",
                _CHOICE,
                "kind",
                "What sort of body it is.",
                "committees",
                choices=_COMMITTEE_KINDS,
            ),
            _fact(
                "committee.ours",
                _FLAG,
                "is the organisation’s own",
                "No for a body of another organisation or a partnership on which it sits.",
                "committees",
                otherwise="is not the organisation’s own",
            ),
            _fact("committee.seats", _NUMBER, "seats", "How many seats it has.", "committees"),
            _fact(
                "committee.seats-vacant",
                _NUMBER,
                "vacant seats",
                "How many of its seats nobody holds.",
                "committees",
            ),
            _fact(
                "committee.voting-members",
                _NUMBER,
                "voting members",
                "How many people hold a seat with a vote.",
                "committees",
            ),
            _fact(
                "committee.lay-members",
                _NUMBER,
                "lay members",
                "How many people hold a lay seat with a vote.",
                "committees",
            ),
            _fact(
                "committee.gp-members",
                _NUMBER,
                "voting GPs",
                "How many people hold a GP’s seat with a vote.",
                "committees",
            ),
            _fact(
                "committee.terms-reviewed-on",
                _DAY,
                "last review of the terms of reference",
                "The day from which the terms in force were approved, or on which they were last reviewed.",
                "committees",
                none="no review recorded",
            ),
            _fact(
                "committee.terms-review-by",
                _DAY,
                "next review of the terms of reference due",
                "By which day the terms of reference are to be looked at again.",
                "committees",
                none="no day set",
            ),
            _fact(
                "committee.reviewed-itself-on",
                _DAY,
                "last review of its own work",
                "The day of its newest review of effectiveness.",
                "committees",
                none="none recorded",
            ),
            _fact(
                "meeting.committee",
                _SUBJECTS,
                "committee",
                "Whose meeting it is.",
                "sittings",
                to="committee",
            ),
            _fact(
                "meeting.committee-kind",
                _CHOICE,
                "kind of committee",
                "What sort of body meets.",
                "sittings",
                choices=_COMMITTEE_KINDS,
            ),
            _fact(
                "meeting.state",
                _CHOICE,
                "state",
                "Where the meeting stands.",
                "sittings",
                choices=_choices(
                    planned="planned", agenda_published="agenda published", held="held", cancelled="cancelled"
                ),
            ),
            _fact(
                "meeting.on",
                _DAY,
                "day",
                "The day for which it is arranged, or on which it was held.",
                "sittings",
            ),
            _fact(
                "meeting.in-public",
                _FLAG,
                "is held in public",
                "Whether it is held in public.",
                "sittings",
                otherwise="is not held in public",
            ),
            _fact(
                "meeting.notice-days",
                _NUMBER,
                "clear days of notice",
                "Clear days between the publication of the agenda and the meeting.",
                "sittings",
                none="agenda not published",
            ),
            _fact("meeting.papers", _NUMBER, "papers", "How many papers it has.", "sittings"),
            _fact(
                "meeting.late-papers",
                _NUMBER,
                "late papers",
                "How many papers came after the agenda was published, or were tabled.",
                "sittings",
            ),
            _fact(
                "meeting.quorate",
                _FLAG,
                "was quorate for every decision",
                "Whether each decision taken was taken before a quorum; yes where none was taken.",
                "sittings",
                otherwise="was not quorate for every decision",
            ),
            _fact(
                "meeting.irregular-decisions",
                _NUMBER,
                "irregular decisions that are not put right",
                "Decisions with a fault that is still open.",
                "sittings",
            ),
            _fact(
                "meeting.minutes-approved-on",
                _DAY,
                "day on which its minutes were approved",
                "The day on which the minutes were approved, while they stand approved.",
                "sittings",
                none="not approved",
            ),
            _fact(
                "meeting.minutes-published-on",
                _DAY,
                "day on which its minutes were published",
                "The day on which the minutes were made public.",
                "sittings",
                none="not published",
            ),
            _fact(
                "action.state",
                _CHOICE,
                "state",
                "Where the action stands.",
                "actions",
                choices=_choices(
                    open="open",
                    done_claimed="said to be done",
                    closed="closed",
                    reopened="reopened",
                    withdrawn="withdrawn",
                ),
            ),
            _fact(
                "action.due-on",
                _DAY,
                "day on which it is due",
                "The day last agreed for it.",
                "actions",
                none="no day set",
            ),
            _fact(
                "action.undertaken-on",
                _DAY,
                "day on which it was undertaken",
                "The day it was undertaken.",
                "actions",
            ),
            _fact(
                "action.ended-on",
                _DAY,
                "day on which it ended",
                "The day on which it was closed or withdrawn.",
                "actions",
                none="not ended",
            ),
            _fact(
                "action.committee",
                _SUBJECTS,
                "committee",
                "The committee to which it is owed.",
                "actions",
                none="no committee",
                to="committee",
            ),
            _fact("action.moves", _NUMBER, "moves of its day", "How often its day was moved.", "actions"),
            _fact(
                "register.published-on",
                _DAY,
                "last publication",
                "The day of the newest publication.",
                "registers",
                none="never published",
            ),
            _fact(
                "gift.declared-on",
                _DAY,
                "day on which it was declared",
                "The day of the declaration.",
                "interests",
            ),
            _fact(
                "gift.late",
                _FLAG,
                "was declared late",
                "Whether it was declared after the days allowed.",
                "interests",
                otherwise="was declared in time",
            ),
            _fact(
                "gift.reviewed",
                _FLAG,
                "was reviewed",
                "Whether a reviewer has dealt with it.",
                "interests",
                otherwise="was not reviewed",
            ),
            _fact(
                "gift.advice-followed",
                _FLAG,
                "was dealt with as the rules advise",
                "Whether what was done with it is what the rules advise; empty where they advise nothing.",
                "interests",
                otherwise="was not dealt with as the rules advise",
                none="nothing was advised",
            ),
            _fact(
                "breach.found-on", _DAY, "day on which it was found", "The day of the finding.", "concerns"
            ),
            _fact(
                "breach.notified-on",
                _DAY,
                "day on which NHS England was told",
                "The day on which NHS England was told of it.",
                "concerns",
                none="not told",
            ),
            _fact(
                "procurement.decided-on",
                _DAY,
                "day of the decision",
                "The day of the decision that is recorded.",
                "procurement",
                none="not decided",
            ),
            _fact(
                "procurement.declarations-missing",
                _NUMBER,
                "participants without a declaration",
                "Participants who have not said whether they have an interest.",
                "procurement",
            ),
            _fact(
                "milestone.accepted-on",
                _DAY,
                "day on which it was accepted",
                "The day on which it was accepted.",
                "delegation",
                none="not accepted",
            ),
            _fact(
                "milestone.delivered-on",
                _DAY,
                "day on which it was delivered",
                "The day on which its owner said that it is delivered.",
                "delegation",
                none="not delivered",
            ),
            _fact(
                "milestone.due-on",
                _DAY,
                "last day of the month in which it is due",
                "The last day of the month agreed last, or of the baseline.",
                "delegation",
            ),
            _fact(
                "milestone.at-risk",
                _FLAG,
                "is at risk",
                "Whether it is marked as at risk.",
                "delegation",
                otherwise="is not at risk",
            ),
            _fact("gate.conditions", _NUMBER, "conditions", "How many conditions it has.", "delegation"),
            _fact(
                "gate.conditions-met",
                _NUMBER,
                "conditions met",
                "How many were judged to be met.",
                "delegation",
            ),
            _fact(
                "pack.kind",
                _CHOICE,
                "kind",
                "For whom it was made.",
                "packs",
                choices=_choices(board="board pack", assurance="assurance pack"),
            ),
            _fact(
                "pack.ready-on",
                _DAY,
                "day on which it was finished",
                "The day as at which its content was read; only of packs that are finished.",
                "packs",
            ),
        )
    }
)
"""Every kind of fact, by its key."""

ROLES_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "coi-guardian": "Conflicts of Interest Guardian",
        "governance-officer": "governance officer",
        "executive-owner": "executive owner",
        "internal-audit": "internal audit",
        "finance": "finance",
    }
)
"""The offices that are held for the whole organisation."""


def root_of(subject_kind: str) -> FactKind:
    """The fact by which a subject of this kind is there: it is one of a set while this is stated of it."""
    return facts_about(subject_kind)[0]


def facts_about(subject_kind: str) -> tuple[FactKind, ...]:
    """Every fact that can be stated of a kind of subject, in the vocabulary's order."""
    return tuple(kind for kind in FACTS.values() if kind.about == subject_kind)


def name_in_words(about: str, name: str) -> str:
    """A named subject as a sentence says it: `the chair of the audit committee`, `the register of interests`."""
    if about == "office":
        return _office_in_words(name)
    if about == "register":
        words = {
            "interests": "interests",
            "gifts": "gifts and hospitality",
            "procurement": "procurement decisions",
        }
        return f"the register of {words.get(name, name)}"
    if about == "milestone":
        return f"milestone {name.rpartition('.')[2].upper()}"
    plain = name.rpartition(".")[2].replace("-", " ")
    return f"gate “{plain}”" if about == "gate" else f"the {plain}"


def _office_in_words(name: str) -> str:
    kind, _, office = name.rpartition(".")
    if not kind:
        return f"the {ROLES_IN_WORDS.get(name, name.replace('-', ' '))}"
    held = next(
        (words for key, words in OFFICE_IN_WORDS.items() if key.value == office), office.replace("-", " ")
    )
    body = _COMMITTEE_KINDS.get(kind, kind.replace("-", " "))
    body = (
        body
        if kind in ("governing-body", "board", "partnership") or kind.endswith("group")
        else f"{body} committee"
    )
    return f"the {held.lower() if held in ('Chair', 'Vice-Chair', 'Secretary') else held} of the {body}"


def offices_on_committees() -> tuple[str, ...]:
    """The names of offices that committees can bring: a kind of committee and an office on it."""
    return tuple(f"{kind}.{office.value}" for kind in _COMMITTEE_KINDS for office in OFFICE_IN_WORDS)

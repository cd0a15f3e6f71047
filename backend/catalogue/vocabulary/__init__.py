"""The facts that rooms state and rules read: a small, closed, typed vocabulary.

A fact says one thing of one subject: that a person makes decisions, on which day a meeting was held, who holds an
office. Some subjects have names that a framework's file can say (`office`, `committee`, `register`, `milestone`); of
the others a rule speaks as a set: every person who makes decisions, the last three meetings.

A room that wants to state something new adds a line here and states it in its own `stating.py`; nothing else changes.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from backend.catalogue.quorum import OFFICE_IN_WORDS
from backend.catalogue.vocabulary.audits import AUDITS
from backend.catalogue.vocabulary.kinds import (
    COMMITTEE_KINDS,
    TYPE_IN_WORDS,
    FactKind,
    SubjectKind,
    ValueType,
)
from backend.catalogue.vocabulary.measures import MEASURES
from backend.catalogue.vocabulary.meetings import MEETINGS
from backend.catalogue.vocabulary.people import PEOPLE
from backend.catalogue.vocabulary.programmes import PROGRAMMES
from backend.catalogue.vocabulary.registers import REGISTERS
from backend.catalogue.vocabulary.risks import RISKS

__all__ = [
    "FACTS",
    "REGISTERS_NAMED",
    "ROLES_IN_WORDS",
    "SUBJECTS",
    "TYPE_IN_WORDS",
    "FactKind",
    "SubjectKind",
    "ValueType",
    "facts_about",
    "name_in_words",
    "offices_on_committees",
    "root_of",
]

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
            SubjectKind(key="risk", one="risk", many="risks"),
            SubjectKind(key="measure", one="measure", many="measures", names="its short name"),
            SubjectKind(
                key="recommendation", one="recommendation of an audit", many="recommendations of audits"
            ),
        )
    }
)


FACTS: Mapping[str, FactKind] = MappingProxyType(
    {kind.key: kind for kind in (*PEOPLE, *MEETINGS, *REGISTERS, *PROGRAMMES, *RISKS, *MEASURES, *AUDITS)}
)
"""Every kind of fact, by its key."""

REGISTERS_NAMED = ("interests", "gifts", "procurement", "breaches")
"""The registers, as a rule names them."""

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


@cache
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
    body = COMMITTEE_KINDS.get(kind, kind.replace("-", " "))
    body = (
        body
        if kind in ("governing-body", "board", "partnership") or kind.endswith("group")
        else f"{body} committee"
    )
    return f"the {held.lower() if held in ('Chair', 'Vice-Chair', 'Secretary') else held} of the {body}"


def offices_on_committees() -> tuple[str, ...]:
    """The names of offices that committees can bring: a kind of committee and an office on it."""
    return tuple(f"{kind}.{office.value}" for kind in COMMITTEE_KINDS for office in OFFICE_IN_WORDS)

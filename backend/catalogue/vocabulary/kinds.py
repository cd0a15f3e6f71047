"""What a kind of fact is, and the words from which the vocabulary is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


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
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    to: str = ""


def choices(**words: str) -> Mapping[str, str]:
    """A closed list: each word with what it means; underscores stand for hyphens."""
    return MappingProxyType({key.replace("_", "-"): meaning for key, meaning in words.items()})


def fact(
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
    """A kind of fact; what it is about stands before the full stop of its key."""
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


FLAG, DAY, NUMBER = ValueType.FLAG, ValueType.DAY, ValueType.NUMBER
CHOICE, SUBJECTS = ValueType.CHOICE, ValueType.SUBJECTS

COMMITTEE_KINDS = choices(
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

"""What the radar reads and writes, as values: the three forms of `docs/radar-files.md`, and the reading of files."""

import json
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OrganisationKind = Literal[
    "practice", "branch", "trust", "council", "company", "charity", "supplier", "federation", "network", "nhs-body",
    "representative-body", "other",
]  # fmt: skip
RelationKind = Literal[
    "owns",
    "part-of",
    "subsidiary-of",
    "branch-of",
    "partner-in",
    "member-of",
    "merged-into",
    "shares-in",
    "carried-out-by",
]
Capacity = Literal[
    "lay", "executive", "gp", "nurse", "secondary-care", "non-executive", "partner", "nhs-england", "local-authority",
    "public-health", "healthwatch", "lmc", "patient", "voluntary-sector", "provider", "in-attendance",
]  # fmt: skip
InterestKind = Literal["financial", "non-financial-professional", "non-financial-personal", "indirect"]
Purpose = Literal["note", "discuss", "decide", "procure"]
Framework = Literal["ccg-2014", "ccg-2017", "icb-2022"]
Treatment = Literal[
    "NOTED_FULL_PARTICIPATION", "DISCUSS_NOT_DECIDE_REMAIN", "DISCUSS_LEAVE_FOR_DECISION", "LEAVE_FOR_ITEM",
    "NO_PAPERS", "EXCLUDE_FROM_MEETING", "CHAIR_STANDS_DOWN",
]  # fmt: skip
Where = Literal["title", "organisations", "suppliers", "people", "text"]

NOTHING_FOUND = "nothing found by this search; members must still declare"


class UnreadableFile(ValueError):
    """A file that cannot be taken: the sentence names the file, the row and the field."""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Organisation(Value):
    id: Id
    name: Name
    kind: OrganisationKind
    other_names: tuple[Name, ...] = ()
    former_names: tuple[Name, ...] = ()
    ods_code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,10}$")] | None = None
    classes: tuple[Name, ...] = ()
    town: Annotated[str, StringConstraints(max_length=100)] | None = None


class Relation(Value):
    """Read it forwards: the organisation, the kind, the other."""

    organisation_id: Id
    kind: RelationKind
    other_id: Id
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Person(Value):
    id: Id
    name: Name
    capacity: Capacity
    role: Annotated[str, StringConstraints(max_length=200)] | None = None
    home_organisation_id: Id | None = None


class Interest(Value):
    id: Id
    person_id: Id
    kind: InterestKind
    what: Words
    with_whom: Annotated[str, StringConstraints(max_length=200)] | None = None
    organisation_id: Id | None = None
    organisation: Annotated[str, StringConstraints(max_length=300)] | None = None
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")
    ended: bool = False

    @model_validator(mode="after")
    def _says_whose(self) -> "Interest":
        if self.kind == "indirect" and not (self.with_whom or "").strip():
            raise ValueError("with_whom must say whose it is, since the interest is indirect")
        return self

    def counts_on(self, day: date) -> bool:
        """It lasts, or ended at most six months ago, or ended nobody knows when, or is still to begin."""
        return self.until is None or day <= six_months_after(self.until)


class Register(Value):
    version: Literal[1] = 1
    organisations: tuple[Organisation, ...]
    relations: tuple[Relation, ...] = ()
    people: tuple[Person, ...]
    interests: tuple[Interest, ...]


class Named(Value):
    organisation_id: Id | None = None
    name: Annotated[str, StringConstraints(max_length=300)] | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "Named":
        if self.organisation_id is None and not (self.name or "").strip():
            raise ValueError("an organisation needs an organisation_id or a name")
        return self


class Text(Value):
    title: Name
    text: str


class Item(Value):
    id: Id
    title: Name
    purpose: Purpose
    organisations: tuple[Named, ...] = ()
    suppliers: tuple[Named, ...] = ()
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    people: tuple[Name, ...] = ()
    texts: tuple[Text, ...] = ()


class Body(Value):
    name: Name
    other_names: tuple[Name, ...] = ()


class Meeting(Value):
    version: Literal[1] = 1
    framework: Framework
    body: Body
    committee: Annotated[str, StringConstraints(max_length=200)] | None = None
    meeting_on: date
    items: tuple[Item, ...]


class Found(Value):
    words: str
    where: Where
    text_title: str | None = None
    start: int | None = None


class Step(Value):
    organisation_id: Id
    kind: RelationKind
    other_id: Id


class Suggestion(Value):
    treatment: Treatment
    words: str
    source: str = Field(exclude=True)  # kept beside the hit for people; not part of the file


class Hit(Value):
    item_id: Id
    person_id: Id
    interest_id: Id
    rank: int
    sureness: float
    sentence: str
    found: tuple[Found, ...]
    through: tuple[Step, ...] = ()
    suggestion: Suggestion


class NothingFound(Value):
    item_id: Id
    sentence: str = NOTHING_FOUND


class Findings(Value):
    version: Literal[1] = 1
    framework: Framework
    meeting_on: date
    hits: tuple[Hit, ...]
    nothing_found: tuple[NothingFound, ...] = ()


def six_months_after(day: date) -> date:
    """The same day of the month six months on, or that month's last."""
    if day.year >= date.max.year:
        return date.max
    year, month = day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_register(path: Path) -> Register:
    """The directory, people and interests; refuses ids that are used twice or stand for nothing."""
    register = Register.model_validate(_read(path, Register))
    for field, rows in (
        ("organisations", register.organisations), ("people", register.people), ("interests", register.interests),
    ):  # fmt: skip
        _unique(path, field, [row.id for row in rows])
    organisations = {row.id for row in register.organisations}
    people = {row.id for row in register.people}
    for number, relation in enumerate(register.relations, 1):
        for end in ("organisation_id", "other_id"):
            _known(path, "relations", number, end, getattr(relation, end), organisations)
    for number, person in enumerate(register.people, 1):
        _known(path, "people", number, "home_organisation_id", person.home_organisation_id, organisations)
    for number, interest in enumerate(register.interests, 1):
        _known(path, "interests", number, "person_id", interest.person_id, people)
        _known(path, "interests", number, "organisation_id", interest.organisation_id, organisations)
    return register


def read_meeting(path: Path, register: Register) -> Meeting:
    """The meeting and its items; their organisation ids must stand in the register."""
    meeting = Meeting.model_validate(_read(path, Meeting))
    _unique(path, "items", [item.id for item in meeting.items])
    organisations = {row.id for row in register.organisations}
    for number, item in enumerate(meeting.items, 1):
        for field in ("organisations", "suppliers"):
            for named in getattr(item, field):
                _known(
                    path, "items", number, f"{field}.organisation_id", named.organisation_id, organisations
                )
    return meeting


def _read(path: Path, model: type[Value]) -> Any:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_constant)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is not in UTF-8 (byte {error.start + 1}).") from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{path.name} is not JSON: line {error.lineno}, {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path.name} is not JSON that can be read: {error}.") from error
    if not isinstance(content, dict) or "version" not in content:
        raise UnreadableFile(f"{path.name}: it must be an object with a version.")
    try:
        return model.model_validate_json(json.dumps(content), strict=False)
    except ValidationError as error:
        raise UnreadableFile(_sentence(path, error)) from error
    except UnicodeEncodeError as error:
        raise UnreadableFile(f"{path.name} holds characters that are none (half of a pair).") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _sentence(path: Path, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = []
    for step in first["loc"]:
        place.append(f"row {step + 1}" if isinstance(step, int) else str(step))
    said = first["msg"].removeprefix("Value error, ")
    said = "is not a field of this file" if first["type"] == "extra_forbidden" else said[0].lower() + said[1:]
    more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{path.name}, {', '.join(place) or 'the whole'}: {said}{more}."


def _unique(path: Path, field: str, ids: list[str]) -> None:
    for twice, count in Counter(ids).items():
        if count > 1:
            row = len(ids) - ids[::-1].index(twice)
            raise UnreadableFile(f"{path.name}, {field}, row {row}: the id {twice} is used {count} times.")


def _known(path: Path, field: str, row: int, name: str, wanted: str | None, known: set[str]) -> None:
    if wanted is not None and wanted not in known:
        raise UnreadableFile(
            f"{path.name}, {field}, row {row}, {name}: there is no {wanted} in the register."
        )

"""Invented people for a folder that has no cast: one for each seat of one committee, so that its packs can be built.

They are plainly invented: numbered, named by their seat and by the word demonstration, and nobody of them declares,
decides or fails at anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from backend.catalogue.committees import Committee, CommitteeKind, Seat
from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.catalogue.demonstrations import (
    AgendaItem,
    CastMember,
    DemonstrationDocument,
    DemonstrationMeeting,
    PaperFile,
    Purpose,
    SeatHolding,
    TenantRole,
)
from backend.catalogue.gaps import EVIDENCE_IN_WORDS, Gap
from backend.catalogue.loader import Catalogue
from backend.catalogue.quorum import Capacity, Office
from backend.catalogue.tenants import TenantDocument

PAPER = "what-the-sources-say.md"
_FIRST_OF_ALL = (
    CommitteeKind.GOVERNING_BODY,
    CommitteeKind.BOARD,
    CommitteeKind.PARTNERSHIP,
    CommitteeKind.PRIMARY_CARE_COMMISSIONING,
)
_MOST_OF_A_SEAT = 6
_SETTLING = timedelta(days=84)
"""From the day on which the folder starts to the demonstration's beginning, so that it is applied after that day."""


def committee_to_seat(document: TenantDocument) -> Committee | None:
    """The tenant's own body with seats that stands highest; nothing where no source gives it any."""
    seated = [
        each
        for each in document.committees
        if each.held_by is None and any(_may_chair(seat) for seat in each.seats)
    ]
    order = {kind: place for place, kind in enumerate(_FIRST_OF_ALL)}
    return min(seated, key=lambda each: order.get(each.kind, len(order)), default=None)


def why_nobody_sits(document: TenantDocument) -> str:
    """Which bodies the folder names, and what keeps people from sitting in them, in a sentence or two."""
    said = []
    own = [each.name for each in document.committees if each.held_by is None]
    others = [each.name for each in document.committees if each.held_by is not None]
    if own:
        said.append(f"The folder can’t say who sits in {_listed(own)}.")
    if others:
        belongs = "belongs" if len(others) == 1 else "belong"
        said.append(f"{_listed(others)} {belongs} to another organisation, which seats its own people.")
    return " ".join(said) or "The folder holds no committee and no group."


def _listed(names: list[str]) -> str:
    """“A”; “A” and “B”; past four, the first three and how many more."""
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    quoted = [f"“{each}”" if each in names else each for each in shown]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def with_stand_ins(catalogue: Catalogue, slug: str) -> Catalogue:
    """The catalogue with the folder as a demonstration, and with invented people where it has a committee to seat."""
    document = catalogue.tenants[slug].model_copy(update={"demonstration": True})
    template = catalogue.cover_template_of(slug, kind=document.kind)
    return replace(
        catalogue,
        tenants=MappingProxyType({**catalogue.tenants, slug: document}),
        demonstrations=MappingProxyType({**catalogue.demonstrations, slug: _cast(document, template)}),
    )


def paper_of(document: TenantDocument) -> str:
    """The paper of the meeting: what the folder holds, and what its sources lack."""
    lines = [
        f"# What the sources say of {document.name}",
        "",
        "**DEMONSTRATION: this paper was written by a program from the organisation’s folder.**",
        "",
        " ".join((document.about or "The folder says nothing about it.").split()),
        "",
        f"It is {EVIDENCE_IN_WORDS[document.evidence]}.",
        "",
        "## What they lack",
        "",
        *([f"- {line}" for line in lacking(document)] or ["- Nothing that the folder notes."]),
        "",
        "## Sources",
        "",
        *([f"- {each.title}" for each in document.documents] or ["- None."]),
    ]
    return "\n".join(lines) + "\n"


def lacking(document: TenantDocument) -> tuple[str, ...]:
    """What the sources lack, in a sentence each, with the documents and pages where one looked."""
    titles = {each.id: each.title for each in document.documents}
    return tuple(_lacking(gap, titles) for gap in document.gaps)


def _lacking(gap: Gap, titles: dict[str, str]) -> str:
    where = "; ".join(
        ", ".join(part for part in (f"“{titles.get(each.document, each.document)}”", each.in_words) if part)
        for each in gap.looked
    )
    said = f"{gap.what}: {' '.join(gap.says.split())}"
    return f"{said} Looked in {where}." if where else said


def _cast(document: TenantDocument, template: CoverTemplate) -> DemonstrationDocument:
    committee = committee_to_seat(document)
    starts = datetime.combine(document.starts_on, time(9), ZoneInfo(document.time_zone)) + _SETTLING
    if committee is None:
        return DemonstrationDocument(
            says="DEMONSTRATION: nobody plays in it.", clock_starts=starts, people=()
        )
    officer = _person(1, "governance officer", (TenantRole.GOVERNANCE_OFFICER,))
    author = _person(2, "author of the paper", (TenantRole.EXECUTIVE_OWNER,))
    return DemonstrationDocument(
        says="DEMONSTRATION: every person in it is invented.",
        clock_starts=starts,
        people=(officer, author, *_seated(committee)),
        meetings=(_meeting(document, committee, template, starts),),
    )


def _person(
    number: int, role: str, roles: tuple[TenantRole, ...], seats: tuple[SeatHolding, ...] = ()
) -> CastMember:
    return CastMember(
        id=f"invented-{number}",
        name=f"Invented Person {number}, {role} (demonstration)",
        email=f"invented-{number}@example.invalid",
        job_title=f"{role[:1].upper()}{role[1:]} (invented)",
        roles=roles,
        seats=seats,
    )


def _seated(committee: Committee) -> Iterator[CastMember]:
    """Somebody for each place. Where no seat is the chair's, a lay member takes it, or else the first who may."""
    chaired = any(seat.office is Office.CHAIR or seat.id == "chair" for seat in committee.seats)
    chairing = min(
        (seat for seat in committee.seats if _may_chair(seat)),
        key=lambda seat: seat.capacity is not Capacity.LAY,
    )
    number = 2
    for seat in committee.seats:
        for _ in range(min(seat.count, _MOST_OF_A_SEAT)):
            number += 1
            office = Office.CHAIR if seat is chairing and not chaired else None
            chaired = chaired or office is not None
            role = f"{seat.name[:1].lower()}{seat.name[1:]}"
            holding = SeatHolding(committee=committee.id, seat=seat.id, office=office)
            yield _person(number, f"{role}, in the chair" if office else role, (TenantRole.NONE,), (holding,))


def _may_chair(seat: Seat) -> bool:
    return seat.office is Office.CHAIR or (seat.office is None and seat.voting)


def _meeting(
    document: TenantDocument, committee: Committee, template: CoverTemplate, starts: datetime
) -> DemonstrationMeeting:
    title = f"What the sources say of {document.name}"
    paper = PaperFile(file=PAPER, author="invented-2", title=title, cover=_cover(template))
    return DemonstrationMeeting(
        id="only-meeting",
        committee=committee.id,
        title=f"{committee.name} (demonstration)",
        day=(starts + timedelta(days=30)).date(),
        start=time(10),
        venue="Nowhere (invented)",
        items=(
            AgendaItem(
                number="1",
                title="Declarations of interest",
                purpose=Purpose.NOTE,
                lead="invented-1",
                minutes=5,
            ),
            AgendaItem(
                number="2", title=title, purpose=Purpose.NOTE, lead="invented-2", minutes=20, paper=paper
            ),
        ),
    )


def _cover(template: CoverTemplate) -> dict[str, str]:
    """Every field that a cover sheet must have, answered so that nothing is claimed."""
    answers = {
        FieldKind.TEXT: "Written for the demonstration alone.",
        FieldKind.YES_NO: "no",
        FieldKind.FREEDOM_OF_INFORMATION: "public",
        FieldKind.CONFLICTS: "None is declared: the people are invented.",
        FieldKind.CONSIDERED: "Nowhere (demonstration).",
    }
    found = {}
    for field in template.fields:
        if not field.needed or field.kind in (FieldKind.PURPOSE, FieldKind.MILESTONES):
            continue
        found[field.id] = field.choices[0] if field.kind is FieldKind.CHOICE else answers[field.kind]
    return found

"""The registers that this room keeps, stated so that they can be exported and published like any other."""

from uuid import UUID

from backend.facts.registers import Cell, Column, Kind, Moment, Part, Register, Row, Version
from backend.interests.gift_register import GIFTS
from backend.interests.queries import parts, register
from backend.interests.rules.declaring import DeclarationStatus
from backend.scope import Scope


async def _interests(scope: Scope, moment: Moment) -> tuple[Row, ...]:
    entries = await register.register_of(scope, on=moment.on, known_at=moment.known_at, include_ended=True)
    return tuple(map(_row, entries))


async def _part(scope: Scope, moment: Moment, part: Part) -> tuple[Row, ...] | None:
    entries = await parts.part_of_register(
        scope,
        on=moment.on,
        known_at=moment.known_at,
        limit=part.limit,
        after=part.after,
        text=part.text,
        only=part.only,
    )
    return None if entries is None else tuple(map(_row, entries))


def _row(entry: register.RegisterEntry) -> Row:
    return Row(
        id=entry.interest_id,
        person_id=entry.person_id,
        path=f"/interests/{entry.interest_id}",
        ended_on=entry.until,
        ready=entry.status is DeclarationStatus.APPROVED,
        values=_values(entry),
    )


def _values(entry: register.RegisterEntry) -> dict[str, Cell]:
    return {
        "name": entry.person_name,
        "position": entry.position,
        "organisation": entry.organisation_name,
        "type": entry.type_in_words,
        "held_by": entry.held_by_in_words,
        "nature": entry.nature,
        "since": entry.since,
        "until": entry.until,
        "mitigation": entry.mitigation,
        "declared_on": entry.declared_on,
        "late": entry.late,
        "rule_set": entry.rule_set,
    }


async def _versions(scope: Scope, interest_id: UUID) -> tuple[Version, ...]:
    versions = await register.versions_of(scope, interest_id=interest_id)
    return tuple(
        Version(known_from=known_from, known_to=known_to, values=_values(entry))
        for known_from, known_to, entry in versions
    )


INTERESTS = Register(
    id="interests",
    title="Register of interests",
    about="What people of the organisation have declared that could touch its decisions.",
    # The columns of the published template, and what the organisation keeps beside them (domain facts, 1.4).
    columns=(
        Column(key="name", title="Name"),
        Column(key="position", title="Current position"),
        Column(key="organisation", title="Declared interest"),
        Column(key="type", title="Type of interest"),
        Column(key="held_by", title="Direct or indirect"),
        Column(key="nature", title="Nature of interest"),
        Column(key="since", title="From", kind=Kind.DATE),
        Column(key="until", title="To", kind=Kind.DATE),
        Column(key="mitigation", title="Action taken to mitigate risk"),
        Column(key="declared_on", title="Declared on", kind=Kind.DATE, public=False),
        Column(key="late", title="Declared late", kind=Kind.YES_NO, public=False),
        Column(key="rule_set", title="Rule set", public=False),
    ),
    permission="interests.read",
    none="No interests have been declared.",
    rows=_interests,
    part=_part,
    versions=_versions,
)

REGISTERS: tuple[Register, ...] = (INTERESTS, GIFTS)

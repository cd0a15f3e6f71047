"""What of a meeting is held with others: its agreements, agendas that came, packs that were shared, seats, powers."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.together import rules
from backend.together.queries.agreements import AgreementLine, agreements_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaOffer:
    """An agenda that came. `changes` are what it says beside the one that was taken up before."""

    id: UUID
    agreement_id: UUID
    state: str
    received_at: datetime
    agenda: rules.Agenda
    meeting_id: UUID | None
    """The own meeting that was made of it, where there is one."""
    changes: tuple[rules.Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPack:
    """A pack that the host shared, as a member of the guest may have it."""

    id: UUID
    file_id: UUID
    received_at: datetime
    from_name: str
    pack: rules.Pack

    @property
    def words(self) -> str:
        return "Public copy" if self.pack.variant == "public" else "Members’ copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNumber:
    """An item of the guest's with the number that it has on the host's agenda."""

    item_id: UUID
    label: str | None
    title: str
    host_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InCommon:
    """A meeting that is held in common under one agreement, to this reader."""

    agreement: AgreementLine
    meeting_id: UUID
    role: str
    host_meeting_id: UUID
    offer: AgendaOffer | None
    packs: tuple[SharedPack, ...]
    items: tuple[ItemNumber, ...]
    last_shared_at: datetime | None
    """Of a host's meeting: when its agenda was last sent."""
    taken_up_at: datetime | None
    """Of a host's meeting: when we heard that the other body has made its own meeting of it."""
    up_to_date: bool
    """Whether what they took up last is the agenda that we sent last."""

    @property
    def is_host(self) -> bool:
        return self.role == "host"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPowers:
    """What a body delegates to a joint committee, as it last said so; `ours` or theirs."""

    ours: bool
    body: str
    at: datetime
    powers: rules.Powers


async def in_common(scope: Scope, *, meeting_id: UUID) -> tuple[InCommon, ...]:
    """Under which agreements a meeting is held in common, and what came for it. Statements don't grow with them."""
    rows = await fetch(
        "SELECT s.*, m.committee_id, (SELECT max(sent_at) FROM together_message e WHERE e.tenant_id = $1 "
        "AND e.agreement_id = s.agreement_id AND e.about_id = s.meeting_id AND e.kind = 'agenda') AS last_shared_at, "
        "(SELECT max((e.body::jsonb ->> 'edition')::int) FROM together_message e WHERE e.tenant_id = $1 "
        "AND e.agreement_id = s.agreement_id AND e.about_id = s.meeting_id AND e.kind = 'agenda') AS sent_edition, "
        "t.received_at AS taken_up_at, (t.body::jsonb ->> 'edition')::int AS taken_edition "
        "FROM together_meeting s JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = s.meeting_id "
        "LEFT JOIN LATERAL (SELECT r.received_at, r.body FROM together_received r WHERE r.tenant_id = $1 "
        "AND r.agreement_id = s.agreement_id AND r.about_id = s.meeting_id AND r.kind = 'taken-up' "
        "ORDER BY r.sent_at DESC, r.id DESC LIMIT 1) t ON true "
        "WHERE s.tenant_id = $1 AND s.meeting_id = $2 ORDER BY s.marked_at, s.id",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        return ()
    lines = {line.id: line for line in await agreements_of(scope)}
    came = await offers_of(scope, about_ids=[row["host_meeting_id"] for row in rows])
    packs = await _packs(scope, meeting_id, rows[0]["committee_id"], [row["host_meeting_id"] for row in rows])
    numbers = await _numbers(scope, meeting_id, rows[0]["committee_id"])
    return tuple(
        InCommon(
            agreement=lines[row["agreement_id"]],
            meeting_id=meeting_id,
            role=row["role"],
            host_meeting_id=row["host_meeting_id"],
            offer=next(
                (
                    each
                    for each in came
                    if each.agreement_id == row["agreement_id"] and each.state == "offered"
                ),
                None,
            ),
            packs=tuple(pack for agreement_id, pack in packs if agreement_id == row["agreement_id"]),
            items=numbers.get(row["agreement_id"], ()),
            last_shared_at=row["last_shared_at"] if row["role"] == "host" else None,
            taken_up_at=row["taken_up_at"] if row["role"] == "host" else None,
            up_to_date=row["taken_edition"] is not None and row["taken_edition"] == row["sent_edition"],
        )
        for row in rows
    )


async def offers_of(
    scope: Scope, *, agreement_id: UUID | None = None, about_ids: list[UUID] | None = None
) -> tuple[AgendaOffer, ...]:
    """The agendas that came, newest first, with what each changes of the one taken up before. One statement."""
    rows = await fetch(
        """
        SELECT r.id, r.agreement_id, r.state, r.received_at, r.body, r.about_id, s.meeting_id, t.body AS taken
        FROM together_received r
        LEFT JOIN together_meeting s ON s.tenant_id = $1 AND s.agreement_id = r.agreement_id
          AND s.host_meeting_id = r.about_id
        LEFT JOIN together_received t ON t.tenant_id = $1 AND t.id = s.agenda_id
        WHERE r.tenant_id = $1 AND r.kind = 'agenda' AND ($2::uuid IS NULL OR r.agreement_id = $2)
          AND ($3::uuid[] IS NULL OR r.about_id = ANY($3)) ORDER BY r.received_at DESC, r.id DESC""",
        scope.tenant.id,
        agreement_id,
        about_ids,
    )
    return tuple(_offer(scope, row) for row in rows)


def _offer(scope: Scope, row: Any) -> AgendaOffer:
    agenda = rules.Agenda.model_validate(json.loads(row["body"]))
    taken = rules.Agenda.model_validate(json.loads(row["taken"])) if row["taken"] else None
    return AgendaOffer(
        id=row["id"],
        agreement_id=row["agreement_id"],
        state=row["state"],
        received_at=row["received_at"],
        agenda=agenda,
        meeting_id=row["meeting_id"],
        changes=rules.changes_of(taken, agenda, zone=scope.tenant.time_zone),
    )


async def shared_pack(scope: Scope, *, received_id: UUID) -> SharedPack:
    """A pack that was shared, for a reader who may have it. Raises NotFound: for whoever may not, too."""
    rows = await fetch(
        "SELECT s.meeting_id, m.committee_id, s.host_meeting_id FROM together_received r "
        "JOIN together_meeting s ON s.tenant_id = $1 AND s.agreement_id = r.agreement_id "
        "AND s.host_meeting_id = r.about_id "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = s.meeting_id "
        "WHERE r.tenant_id = $1 AND r.id = $2 AND r.kind = 'pack'",
        scope.tenant.id,
        received_id,
    )
    if rows:
        row = rows[0]
        packs = await _packs(scope, row["meeting_id"], row["committee_id"], [row["host_meeting_id"]])
        for _, pack in packs:
            if pack.id == received_id:
                return pack
    raise NotFound("shared pack")


async def _packs(
    scope: Scope, meeting_id: UUID, committee_id: UUID, about_ids: list[UUID]
) -> list[tuple[UUID, SharedPack]]:
    """Those that this reader may have, newest first, each with its agreement.

    Whoever reads packs has the public copy. The members' copy is for whoever sees the committee's private items, and
    for nobody from whom papers of this meeting are withheld: nothing can be taken out of what another body sealed.
    """
    if not scope.may("packs.board.read"):
        return []
    rows = await fetch(
        "SELECT id, agreement_id, file_id, received_at, from_name, body FROM together_received "
        "WHERE tenant_id = $1 AND kind = 'pack' AND about_id = ANY($2) ORDER BY received_at DESC, id DESC",
        scope.tenant.id,
        about_ids,
    )
    if not rows:
        return []
    withheld = await meetings.withheld_on(scope, meeting_id=meeting_id)
    private = meeting_rules.may_see_private(scope, committee_id=committee_id) and not any(
        line.person_id == scope.actor.person_id for line in withheld
    )
    found = []
    for row in rows:
        pack = rules.Pack.model_validate(json.loads(row["body"]))
        if pack.variant == "public" or private:
            values = {name: row[name] for name in ("id", "file_id", "received_at", "from_name")}
            found.append((row["agreement_id"], SharedPack(**values, pack=pack)))
    return found


async def _numbers(scope: Scope, meeting_id: UUID, committee_id: UUID) -> dict[UUID, tuple[ItemNumber, ...]]:
    rows = await fetch(
        "SELECT n.agreement_id, n.item_id, n.host_number, i.label, i.title, i.part FROM together_item n "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = n.item_id "
        "WHERE n.tenant_id = $1 AND n.meeting_id = $2 AND i.withdrawn_at IS NULL "
        "ORDER BY i.under_id NULLS FIRST, i.position, i.id",
        scope.tenant.id,
        meeting_id,
    )
    found: dict[UUID, list[ItemNumber]] = {}
    for row in rows:
        if meeting_rules.may_see(scope, part=meeting_rules.Part(row["part"]), committee_id=committee_id):
            values = {name: row[name] for name in ItemNumber.__dataclass_fields__}
            found.setdefault(row["agreement_id"], []).append(ItemNumber(**values))
    return {agreement_id: tuple(items) for agreement_id, items in found.items()}


async def represented_seats(scope: Scope, *, committee_id: UUID) -> dict[str, rules.Body]:
    """The seats of a joint committee by short name, each with the body that it represents."""
    rows = await fetch(
        "SELECT seat_slug, body_slug, body_name FROM together_seat WHERE tenant_id = $1 AND committee_id = $2 "
        "ORDER BY body_name, seat_slug",
        scope.tenant.id,
        committee_id,
    )
    return {row["seat_slug"]: rules.Body(slug=row["body_slug"], name=row["body_name"]) for row in rows}


async def stated_powers(scope: Scope, *, agreement_id: UUID) -> tuple[StatedPowers, ...]:
    """What each body last said that it delegates under an agreement, ours first. One statement."""
    rows = await fetch(
        """
        (SELECT true AS ours, body, sent_at AS at, '' AS name FROM together_message
         WHERE tenant_id = $1 AND agreement_id = $2 AND kind = 'powers' ORDER BY sent_at DESC, id DESC LIMIT 1)
        UNION ALL
        (SELECT false, body, received_at, from_name FROM together_received
         WHERE tenant_id = $1 AND agreement_id = $2 AND kind = 'powers' ORDER BY sent_at DESC, id DESC LIMIT 1)
        ORDER BY ours DESC""",
        scope.tenant.id,
        agreement_id,
    )
    return tuple(
        StatedPowers(
            ours=row["ours"],
            body=scope.tenant.name if row["ours"] else row["name"],
            at=row["at"],
            powers=rules.Powers.model_validate(json.loads(row["body"])),
        )
        for row in rows
    )

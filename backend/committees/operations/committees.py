"""Forming, changing and retiring committees, and to whom they report."""

from typing import Any
from uuid import UUID

from backend.catalogue.committees import Committee, ReportingLine, Seat
from backend.catalogue.shapes import Sourced
from backend.catalogue.voting import Voting
from backend.committees import catalogued, rules
from backend.committees.operations import composing, places
from backend.committees.tables import Committee as CommitteeTable
from backend.committees.tables import ReportingLine as LineTable
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations import queries as organisations
from backend.organisations.rules import provenance_of
from backend.scope import NotFound, Scope


async def form_committee(scope: Scope, *, committee: Committee) -> UUID:
    """Form a committee with its seats, or bring back the retired one of the same slug. Returns its id.

    Its reporting lines are part of it: the committees above must be there. Raises UnableToShapeCommittee, and
    composition.UnableToCompose where a rule that blocks would be broken, as every change of seats does.
    """
    await places.one_at_a_time(scope)
    rows = await CommitteeTable.within(scope).where(CommitteeTable.slug == committee.id)
    if rows and rows[0]["retired_on"] is None:
        raise rules.UnableToShapeCommittee(
            f"There is a committee with the short name “{committee.id}” already.", field="name"
        )
    await _check(scope, committee)
    standing = await composing.standing_before(scope, on=scope.today)
    values = await _values(scope, committee)
    committee_id: UUID = rows[0]["id"] if rows else new_id()
    if rows:
        await CommitteeTable.change(scope, **values, retired_on=None).where(CommitteeTable.id == committee_id)
    else:
        await CommitteeTable.add(scope, id=committee_id, slug=committee.id, formed_on=scope.today, **values)
    await places.reconcile(scope, committee_id=committee_id, seats=committee.seats)
    await composing.check_kept(scope, standing)
    await _reconcile_lines(scope, committee_id, committee)
    act = "committees.committee.restored" if rows else "committees.committee.formed"
    await ledger.record(scope, act, _record(committee_id, committee.name), after=plain(committee))
    return committee_id


async def change_committee(scope: Scope, *, committee_id: UUID, committee: Committee) -> None:
    """Make the committee what `committee` says: its own traits, seats, quorum and reporting lines; its slug stays.

    Seats that are no longer there are retired, which somebody's term prevents. Raises UnableToShapeCommittee,
    UnableToRetireSeat, NotFound.
    """
    await places.one_at_a_time(scope)
    before = await living(scope, committee_id=committee_id)
    await _reshape(scope, committee_id, before, committee.model_copy(update={"id": before.id}), "changed")


async def set_reporting_lines(
    scope: Scope, *, committee_id: UUID, reports_to: tuple[ReportingLine, ...]
) -> None:
    """Say to whom the committee reports from today. Raises UnableToShapeCommittee for a circle."""
    await places.one_at_a_time(scope)
    before = await living(scope, committee_id=committee_id)
    after = before.model_copy(update={"reports_to": reports_to})
    await _reshape(scope, committee_id, before, after, "changed")


async def record_review(scope: Scope, *, committee_id: UUID) -> None:
    """Record that the terms of reference were reviewed today."""
    committee = await living(scope, committee_id=committee_id)
    if committee.terms is None:
        raise rules.UnableToShapeCommittee(f"“{committee.name}” has no terms of reference to review yet.")
    await CommitteeTable.change(scope, terms_reviewed_on=scope.today).where(CommitteeTable.id == committee_id)
    await ledger.record(
        scope,
        "committees.terms.reviewed",
        _record(committee_id, committee.name),
        after={"terms_reviewed_on": scope.today},
    )


async def retire_committee(scope: Scope, *, committee_id: UUID) -> None:
    """End the committee today; its seats and its own lines end with it, and its history stays.

    Raises UnableToRetireCommittee while people sit on it or others report to it, NotFound.
    """
    await places.one_at_a_time(scope)
    committee = await living(scope, committee_id=committee_id)
    await places.check_nobody_sits(scope, committee_id=committee_id, name=committee.name)
    await CommitteeTable.change(scope, retired_on=scope.today).where(CommitteeTable.id == committee_id)
    await places.reconcile(scope, committee_id=committee_id, seats=())
    await _reconcile_lines(scope, committee_id, committee.model_copy(update={"reports_to": ()}))
    await ledger.record(
        scope,
        "committees.committee.retired",
        _record(committee_id, committee.name),
        before=plain(committee),
        after={"retired_on": scope.today},
    )


async def add_seat(
    scope: Scope, *, committee_id: UUID, seat: Seat, seats_from: Sourced | None = None
) -> None:
    """Add a seat of a new short name, or change the places alike that have it. Raises UnableToShapeCommittee."""
    await places.one_at_a_time(scope)
    before = await living(scope, committee_id=committee_id)
    after = rules.with_seat(before, seat)
    if seats_from is not None:
        after = after.model_copy(update={"seats_from": provenance_of(seats_from)})
    act = "changed" if before.seat(seat.id) else "added"
    await _reshape(scope, committee_id, before, after, act, kind="seat")


async def retire_seat(scope: Scope, *, committee_id: UUID, seat_id: UUID) -> None:
    """Retire one place that nobody holds. Raises UnableToRetireSeat, UnableToShapeCommittee, NotFound."""
    await places.one_at_a_time(scope)
    before = await living(scope, committee_id=committee_id)
    slug = await places.slug_of(scope, committee_id=committee_id, seat_id=seat_id)
    after = rules.without_place(before, slug)
    rules.check_shape(after)
    standing = await composing.standing_before(scope, on=scope.today)
    await places.retire(scope, committee_id=committee_id, seat_id=seat_id)
    await composing.check_kept(scope, standing)
    await _record_change(scope, committee_id, before, after, "retired", kind="seat")


async def living(scope: Scope, *, committee_id: UUID) -> Committee:
    """The committee as it stands today, as the catalogue's model. Raises NotFound for a retired one."""
    rows = await (
        CommitteeTable.within(scope)
        .where(CommitteeTable.id == committee_id)
        .where(CommitteeTable.retired_on.is_null())
    )
    if not rows:
        raise NotFound("committee")
    seats = await fetch(
        "SELECT * FROM committees_seat WHERE tenant_id = $1 AND committee_id = $2 AND retired_on IS NULL ORDER BY id",
        scope.tenant.id,
        committee_id,
    )
    holders = await organisations.slugs_of_ids(scope, ids=[rows[0]["held_by"]])
    return catalogued.as_catalogued(
        rows[0], holders=holders, seats=seats, lines=await _lines(scope, committee_id)
    )


def plain(committee: Committee) -> dict[str, Any]:
    """A committee as plain values, for the ledger."""
    values = committee.model_dump(mode="json", exclude_none=True, exclude={"quorum", "voting"})
    if committee.quorum is not None:
        values["quorum"] = catalogued.quorum_plain(committee.quorum)
    if committee.voting is not None:
        values["voting"] = _voting_plain(committee.voting)
    return values


def _voting_plain(voting: Voting) -> dict[str, Any]:
    return voting.model_dump(mode="json", exclude_defaults=True)


async def _reshape(
    scope: Scope,
    committee_id: UUID,
    before: Committee,
    after: Committee,
    act: str,
    *,
    kind: str = "committee",
) -> None:
    if plain(before) == plain(after):
        return
    await _check(scope, after)
    standing = await composing.standing_before(scope, on=scope.today)
    await CommitteeTable.change(scope, **await _values(scope, after)).where(CommitteeTable.id == committee_id)
    await places.reconcile(scope, committee_id=committee_id, seats=after.seats)
    await composing.check_kept(scope, standing)
    await _reconcile_lines(scope, committee_id, after)
    await _record_change(scope, committee_id, before, after, act, kind=kind)


async def _record_change(
    scope: Scope, committee_id: UUID, before: Committee, after: Committee, act: str, *, kind: str
) -> None:
    old, new = plain(before), plain(after)
    changed = {key for key in old | new if old.get(key) != new.get(key)}
    await ledger.record(
        scope,
        f"committees.{kind}.{act}",
        _record(committee_id, after.name),
        before={key: old.get(key) for key in changed},
        after={key: new.get(key) for key in changed},
    )


async def _check(scope: Scope, committee: Committee) -> None:
    rules.check_shape(committee)
    rows = await fetch(
        """
        SELECT c.slug, c.name, p.slug AS parent FROM committees_committee c
        LEFT JOIN committees_reporting_line l
          ON l.tenant_id = $1 AND l.committee_id = c.id AND l.retired_on IS NULL
        LEFT JOIN committees_committee p ON p.tenant_id = $1 AND p.id = l.parent_id
        WHERE c.tenant_id = $1 AND c.retired_on IS NULL""",
        scope.tenant.id,
    )
    lines: dict[str, list[str]] = {}
    for row in rows:
        lines.setdefault(row["slug"], []).extend([row["parent"]] if row["parent"] else [])
        if row["slug"] != committee.id and row["name"].casefold() == committee.name.casefold():
            raise rules.UnableToShapeCommittee(
                f"There is a committee called “{committee.name}” already.", field="name"
            )
    parents = [line.to for line in committee.reports_to]
    missing = [slug for slug in parents if slug not in lines and slug != committee.id]
    if missing or len(set(parents)) < len(parents):
        raise rules.UnableToShapeCommittee(
            "Choose from the list the committees that it reports to, each once.", field="reports_to"
        )
    rules.check_reporting(committee.id, parents, lines)


async def _values(scope: Scope, committee: Committee) -> dict[str, Any]:
    terms = committee.terms
    return {
        "name": committee.name,
        "kind": committee.kind.value,
        "held_by": await _holder_id(scope, committee.held_by),
        "purpose": committee.purpose,
        "meets_in_public": committee.meets_in_public,
        "meets_every_months": committee.meets_every_months,
        "seats_from": _dump(committee.seats_from),
        "quorum": None if committee.quorum is None else canonical(catalogued.quorum_plain(committee.quorum)),
        "quorum_from": _dump(committee.quorum_from),
        "voting": None if committee.voting is None else canonical(_voting_plain(committee.voting)),
        "voting_from": _dump(committee.voting_from) if committee.voting else None,
        "terms_summary": terms.summary if terms else None,
        "terms_review_months": terms.review_months if terms else None,
        "terms_source": _dump(provenance_of(terms)) if terms else None,
        "source": _dump(provenance_of(committee)),
    }


async def _holder_id(scope: Scope, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    found = await organisations.ids_of_slugs(scope, slugs=[slug])
    if slug not in found:
        raise rules.UnableToShapeCommittee(
            "Choose from the list the organisation whose body this is.", field="held_by"
        )
    return found[slug]


async def _lines(scope: Scope, committee_id: UUID) -> Any:
    return await fetch(
        """
        SELECT l.id, l.through, l.source, p.slug AS parent FROM committees_reporting_line l
        JOIN committees_committee p ON p.tenant_id = $1 AND p.id = l.parent_id
        WHERE l.tenant_id = $1 AND l.committee_id = $2 AND l.retired_on IS NULL ORDER BY l.id""",
        scope.tenant.id,
        committee_id,
    )


async def _reconcile_lines(scope: Scope, committee_id: UUID, committee: Committee) -> None:
    """Retire the lines that are gone, change those that stay, add those that are new."""
    now = {row["parent"]: row for row in await _lines(scope, committee_id)}
    wanted = {line.to: line for line in committee.reports_to}
    gone = [row["id"] for parent, row in now.items() if parent not in wanted]
    if gone:
        await LineTable.change(scope, retired_on=scope.today).where(LineTable.id.is_in(gone))
    rows = await CommitteeTable.within(scope, CommitteeTable.id, CommitteeTable.slug)
    ids = catalogued.ids_of(rows)
    for parent, line in wanted.items():
        values = {"through": line.through, "source": _dump(provenance_of(line))}
        if parent in now:
            await LineTable.change(scope, **values).where(LineTable.id == now[parent]["id"])
        else:
            await LineTable.add(
                scope, committee_id=committee_id, parent_id=ids[parent], from_on=scope.today, **values
            )


def _dump(fact: Sourced | None) -> str | None:
    return None if fact is None else canonical(fact.model_dump(mode="json", exclude_none=True))


def _record(committee_id: UUID, name: str) -> Record:
    return Record(room="committees", kind="committee", id=committee_id, title=name)

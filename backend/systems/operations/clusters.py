"""Bodies that share those who lead them and keep separate records: the agreement, and who holds a shared office."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.names import folded
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.systems.operations.granting import GRANTS
from backend.systems.queries.clusters import offices_of
from backend.systems.rules import clusters as rules
from backend.systems.tables import Office
from backend.together import operations as together
from backend.together.queries.agreements import agreement as agreement_of
from backend.together.rules import Kind, MessageKind, Offices, SharedOffice, Shares, State, UnableToShare


async def propose_cluster(
    scope: Scope,
    *,
    to_slug: str,
    name: str,
    offices: Sequence[str],
    source: str,
    words: str,
    from_on: date,
    signed_by_id: UUID,
    authority: str,
) -> UUID:
    """Propose to another body that the two are a cluster; returns the agreement's id.

    `offices` are those that are to be shared; who holds them each body says for itself, once both have agreed.
    Raises rules.UnableToShareOffice, together's UnableToAgree, NotPermitted.
    """
    scope.check_may("systems.grant", GRANTS)
    wanted = list(dict.fromkeys(each.strip() for each in offices if each.strip()))
    if not wanted:
        raise rules.UnableToShareOffice("Say which offices are shared, one a line.", field="offices")
    listed = "\n".join(f"- {each}" for each in wanted)
    terms = (
        f"The two bodies share those who hold these offices, since {from_on.day} {from_on:%B} {from_on.year}:\n{listed}"
        "\n\nEach keeps its own record: its own committees, registers, papers, decisions and ledger. What passes under "
        "this agreement is which office is shared and who holds it, and nothing else. A person who holds a shared "
        f"office declares in each register for themselves.\n\nSource: {source.strip()}"
    )
    if words.strip():
        terms += f"\n\n{words.strip()}"
    return await together.propose(
        scope,
        to_slug=to_slug,
        kind=Kind.CLUSTER,
        name=name,
        terms=terms,
        shares=Shares.OFFICES,
        committee_id=None,
        acting_as=scope.tenant.name,
        from_on=from_on,
        until_on=None,
        signed_by_id=signed_by_id,
        authority=authority,
    )


async def hold_office(
    scope: Scope, *, agreement_id: UUID, office: str, person_id: UUID, since: date, source: str
) -> UUID:
    """State that somebody of ours holds an office that the cluster shares; the other body is told. Returns its id.

    Raises rules.UnableToShareOffice, together's UnableToShare, NotPermitted, NotFound.
    """
    scope.check_may("systems.grant", GRANTS)
    await _hold(scope, agreement_id)
    if not await people.persons_by_id(scope, [person_id]):
        raise rules.UnableToShareOffice("Choose the person from the list.", field="person_id")
    held = {
        (folded(each.office), each.person_id)
        for each, _ in await offices_of(scope)
        if each.agreement_id == agreement_id and each.held_on(scope.today)
    }
    rules.check_office(office, held=held, person_id=person_id)
    if since > scope.today:
        raise rules.UnableToShareOffice("State it once it has begun.", field="since")
    office_id = new_id()
    await Office.add(
        scope,
        id=office_id,
        agreement_id=agreement_id,
        office=office.strip(),
        person_id=person_id,
        since=since,
        source=source.strip() or None,
        stated_at=scope.now,
        stated_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "systems.office.shared",
        Record(room="systems", kind="office", id=office_id, title=office.strip()),
        after={"agreement_id": agreement_id, "person_id": person_id, "since": since},
    )
    await _state(scope, agreement_id)
    return office_id


async def end_office(scope: Scope, *, office_id: UUID) -> UUID:
    """State that an office is not shared any more from tomorrow on; the other body is told. Returns the agreement's id.

    Raises rules.UnableToShareOffice, together's UnableToShare, NotPermitted, NotFound.
    """
    scope.check_may("systems.grant", GRANTS)
    rows = await Office.within(scope).where(Office.id == office_id)
    if not rows:
        raise NotFound("shared office")
    (row,) = rows
    await _hold(scope, row["agreement_id"])
    if row["until"] is not None:
        raise rules.UnableToShareOffice("That office is over already.")
    await Office.change(scope, until=scope.today).where(Office.id == office_id)
    await ledger.record(
        scope,
        "systems.office.ended",
        Record(room="systems", kind="office", id=office_id, title=row["office"]),
        before={"until": None},
        after={"until": scope.today},
    )
    view = await agreement_of(scope, agreement_id=row["agreement_id"])
    if view.line.in_force:
        await _state(scope, row["agreement_id"], leaving=office_id)
    agreement_id: UUID = row["agreement_id"]
    return agreement_id


async def end_cluster(scope: Scope, *, agreement_id: UUID, because: str) -> None:
    """End a cluster from today; what was stated stays, and is shown no more beside people and committees.

    Raises together's UnableToAgree, NotPermitted, NotFound.
    """
    scope.check_may("systems.grant", GRANTS)
    await _hold(scope, agreement_id)
    await together.end(scope, agreement_id=agreement_id, because=because)


async def _state(scope: Scope, agreement_id: UUID, *, leaving: UUID | None = None) -> None:
    """Tell the other body everything that we share under the agreement now."""
    view = await agreement_of(scope, agreement_id=agreement_id)
    if view.line.standing.state is not State.ACCEPTED:
        raise UnableToShare(f"“{view.line.name}” is not agreed by both, so no office can be stated under it.")
    standing = [
        (each, source)
        for each, source in await offices_of(scope)
        if each.agreement_id == agreement_id and each.held_on(scope.today) and each.id != leaving
    ]
    sent = await fetch(
        "SELECT count(*) AS number FROM together_message WHERE tenant_id = $1 AND agreement_id = $2 AND kind = $3",
        scope.tenant.id,
        agreement_id,
        MessageKind.OFFICES.value,
    )
    said = Offices(
        edition=sent[0]["number"] + 1,
        stated_by=scope.actor.name,
        source="; ".join(dict.fromkeys(source for _, source in standing if source)) or None,
        offices=tuple(
            SharedOffice(office=each.office, holder=each.person, since=each.since) for each, _ in standing
        ),
    )
    await together.post(scope, agreement_id=agreement_id, kind=MessageKind.OFFICES, said=said)


async def _hold(scope: Scope, agreement_id: UUID) -> None:
    """Let nobody else state offices of the same cluster until the transaction ends. Raises NotFound."""
    rows = await fetch(
        "SELECT kind FROM together_agreement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        agreement_id,
    )
    if not rows or rows[0]["kind"] != Kind.CLUSTER.value:
        raise NotFound("cluster")

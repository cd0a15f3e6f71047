"""A joint committee: whom each seat represents, how many of each body make it quorate, and what each body delegates."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from backend.catalogue.quorum import All, AtLeast, Group, Quorum
from backend.committees import operations as committees
from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.organisations.rules import entered
from backend.powers import queries as powers
from backend.powers import rules as power_rules
from backend.scope import Scope
from backend.together import rules
from backend.together.operations import posting
from backend.together.queries.agreements import AgreementLine
from backend.together.queries.meetings import represented_seats


async def represent(
    scope: Scope,
    *,
    agreement_id: UUID,
    theirs: Collection[str],
    at_least_each: int | None = None,
) -> None:
    """Say which seats of the joint committee, by short name, are the other body's; those nobody else has are ours.

    With `at_least_each` the quorum asks for so many voting members of each body, beside what it asks for already; a
    clause of an earlier call is replaced. For whoever keeps the committee. Raises rules.UnableToShare, committees' own
    refusal where the quorum could never be met, NotFound.
    """
    agreement = await _kept_here(scope, agreement_id)
    assert agreement.committee_id is not None, "an agreement in force has a committee on each side"
    committee = await committees.living(scope, committee_id=agreement.committee_id)
    unknown = set(theirs) - {seat.id for seat in committee.seats}
    if unknown:
        raise rules.UnableToShare(f"The committee has no seat “{min(unknown)}”.", field="theirs")
    before = await represented_seats(scope, committee_id=agreement.committee_id)
    us = rules.Body(slug=scope.tenant.slug, name=scope.tenant.name)
    them = rules.Body(slug=agreement.other_slug, name=agreement.other_name)
    after: dict[str, rules.Body] = {}
    for slug in (seat.id for seat in committee.seats):
        third = slug in before and before[slug].slug not in (us.slug, them.slug)
        after[slug] = them if slug in theirs else before[slug] if third else us
    await execute(
        "INSERT INTO together_seat (tenant_id, id, committee_id, seat_slug, body_slug, body_name) "
        "SELECT $1, n.id, $2, n.slug, n.body, n.name FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) "
        "AS n (id, slug, body, name) ON CONFLICT (tenant_id, committee_id, seat_slug) "
        "DO UPDATE SET body_slug = excluded.body_slug, body_name = excluded.body_name",
        scope.tenant.id,
        agreement.committee_id,
        [new_id() for _ in after],
        list(after),
        [body.slug for body in after.values()],
        [body.name for body in after.values()],
    )
    await ledger.record(
        scope,
        "together.seats.represented",
        posting.agreement_record(agreement),
        before={slug: body.slug for slug, body in before.items()},
        after={slug: body.slug for slug, body in after.items()},
    )
    if at_least_each is not None:
        quorum = with_each_body(committee.quorum, before, after, at_least_each)
        day = in_words(scope.today)
        changed = committee.model_copy(
            update={"quorum": quorum, "quorum_from": entered(scope.actor.name, day)}
        )
        await committees.change_committee(scope, committee_id=agreement.committee_id, committee=changed)


def with_each_body(
    quorum: Quorum | None,
    before: Mapping[str, rules.Body],
    after: Mapping[str, rules.Body],
    at_least: int,
) -> Quorum:
    """The quorum with a clause for each body's seats in place of those that were there for the bodies before."""
    parts: list[Quorum] = list(quorum.all) if isinstance(quorum, All) else [quorum] if quorum else []
    known = {frozenset(slugs) for seats in (before, after) for slugs in _by_body(seats)}
    kept = [part for part in parts if not _is_clause(part, known)]
    clauses = [AtLeast(at_least=at_least, of=Group(seat=slugs)) for slugs in _by_body(after)]
    every: list[Quorum] = [*kept, *clauses]
    return every[0] if len(every) == 1 else All(all=tuple(every))


async def state_powers(
    scope: Scope, *, agreement_id: UUID, lines: Sequence[rules.PowerLine] | None = None
) -> UUID:
    """Send the other body everything that we delegate to the joint committee; returns the id of the message.

    Whoever keeps the committee gives no `lines`: its own scheme says what the committee may decide. A later statement
    takes the place of an earlier one. Raises rules.UnableToShare, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_send(agreement.standing, on=scope.today)
    if agreement.kind is not rules.Kind.JOINT:
        raise rules.UnableToShare(
            f"“{agreement.name}” is about meetings in common: each body decides under its own powers."
        )
    stated = tuple(lines) if lines is not None else ()
    if agreement.hosts:
        stated = await _by_our_scheme(scope, agreement)
    for line in stated:
        if line.effective_until is not None and line.effective_until < line.effective_from:
            raise rules.UnableToShare("The last day can’t be before the first.", field="effective_until")
    if agreement.hosts and not stated:
        raise rules.UnableToShare(
            f"Our scheme gives the {agreement.committee} no power yet. Add an entry to the scheme first."
        )
    (count,) = await fetch(
        "SELECT count(*) AS n FROM together_message WHERE tenant_id = $1 AND agreement_id = $2 AND kind = 'powers'",
        scope.tenant.id,
        agreement_id,
    )
    said = rules.Powers(edition=count["n"] + 1, stated_by=scope.actor.name, lines=stated)
    return await posting.send(scope, agreement, rules.MessageKind.POWERS, said)


async def _by_our_scheme(scope: Scope, agreement: AgreementLine) -> tuple[rules.PowerLine, ...]:
    """The entries of our scheme that the joint committee holds and that are in force or to come."""
    body = power_rules.Party(kind=power_rules.PartyKind.COMMITTEE, committee_id=agreement.committee_id)
    view = await powers.scheme_view(scope, body=body.key)
    slugs = {line.id: line.slug for line in await powers.functions_of(scope)}
    return tuple(
        rules.PowerLine(
            function=line.function,
            function_slug=slugs.get(line.entry.function_id),
            authority=line.authority,
            limit_pence=line.entry.limit,
            conditions=line.entry.conditions,
            consent_from=power_rules.and_words([party.said for party in line.entry.consent]) or None,
            clause=line.entry.clause,
            effective_from=line.entry.from_on,
            effective_until=line.entry.until_on,
        )
        for line in view.lines
        if line.counts
    )


async def _kept_here(scope: Scope, agreement_id: UUID) -> AgreementLine:
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_send(agreement.standing, on=scope.today)
    if agreement.kind is not rules.Kind.JOINT or not agreement.hosts:
        raise rules.UnableToShare(f"No joint committee is kept here under “{agreement.name}”.")
    return agreement


def _by_body(seats: Mapping[str, rules.Body]) -> list[tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug, body in sorted(seats.items()):
        found.setdefault(body.slug, []).append(slug)
    return [tuple(slugs) for _, slugs in sorted(found.items())]


def _is_clause(part: Quorum, known: set[frozenset[str]]) -> bool:
    """Whether a part of a quorum is the clause of one body: so many of exactly its seats."""
    if not isinstance(part, AtLeast) or part.of is None:
        return False
    return not part.of.capacity and not part.of.office and frozenset(part.of.seat) in known

"""What conflicts are looked for in: an item of a meeting to come, and the register as it stands for its day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.quorum import Capacity
from backend.committees import queries as committees
from backend.committees.reviewed import DeputyLine, deputies_on
from backend.contracts import queries as contracts
from backend.contracts.queries import CarriedBy
from backend.contracts.rules.shares import ShareHeld
from backend.evidence import queries as evidence
from backend.evidence.queries import KeptFile
from backend.interests.queries.marks import MarkedInterest, marked_interests
from backend.kit.confine import ConfinedFailure
from backend.kit.database import fetch
from backend.kit.pdf import text
from backend.ledger.records import content_hash
from backend.meetings import asking_radar, hits, rules, treating
from backend.meetings.queries.judging import guidance_on
from backend.meetings.queries.touched import TouchedOrganisation, organisations_of_items
from backend.organisations import queries as organisations
from backend.organisations import ties
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Gain-shares with their days, and the contracts that they are of, with who carries these out."""

    shares: tuple[ShareHeld, ...] = ()
    carried_by: tuple[CarriedBy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedItem:
    """An item (a row of `meetings_item`) with who sits on its committee that day, the deputies named for their seats,
    and all that these people have declared.
    """

    row: Any
    day: date
    committee: committees.CommitteeView
    touched: tuple[TouchedOrganisation, ...]
    interests: tuple[MarkedInterest, ...]
    deputies: tuple[DeputyLine, ...] = ()

    @property
    def people(self) -> dict[UUID, tuple[str, Capacity]]:
        """Everybody who may sit there that day, by id: name, and the capacity in which they sit or would sit."""
        seats = {member.seat_id: member.capacity for member in self.committee.members}
        found = {
            member.person_id: (member.name, member.capacity) for member in reversed(self.committee.members)
        }
        for each in self.deputies:
            if each.seat_id in seats:
                found.setdefault(each.person_id, (each.name, seats[each.seat_id]))
        return found


async def item_to_search(scope: Scope, *, item_id: UUID) -> SearchedItem | None:
    """The item, or nothing where there is no more to find: it was withdrawn, or its meeting held or cancelled.

    Raises NotFound.
    """
    rows = await fetch(
        "SELECT i.*, m.committee_id, m.starts_at, m.state FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id WHERE i.tenant_id = $1 AND i.id = $2",
        scope.tenant.id,
        item_id,
    )
    if not rows:
        raise NotFound("agenda item")
    row = rows[0]
    over = rules.MeetingState(row["state"]) in {rules.MeetingState.HELD, rules.MeetingState.CANCELLED}
    if over or row["withdrawn_at"] is not None:
        return None
    day = rules.day_of(scope, row["starts_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    deputies = await deputies_on(scope, committee_id=row["committee_id"], on=day)
    person_ids = {each.person_id for each in committee.members} | {each.person_id for each in deputies}
    marked = await marked_interests(scope, person_ids=person_ids) if person_ids else {}
    return SearchedItem(
        row=row,
        day=day,
        committee=committee,
        touched=(await organisations_of_items(scope, [item_id])).get(item_id, ()),
        interests=tuple(marked.values()),
        deputies=deputies,
    )


async def asked_of_radar(scope: Scope, item: SearchedItem) -> asking_radar.Asked:
    """All that the radar needs but for the words of the papers: these are `texts_of`."""
    directory = await organisations.organisations_of(scope, include_retired=True)
    shared = await _shared(scope)
    return await _asked(
        scope, item, directory=directory, ties_between=await ties.every_tie(scope), shared=shared
    )


async def _shared(scope: Scope) -> Shared:
    """Gain-shares, and the contracts that they are of; one statement where there are none."""
    shares = await contracts.shares_held(scope)
    of = {share.contract_id for share in shares}
    return Shared(shares=shares, carried_by=await contracts.carriers(scope, contract_ids=of))


async def _asked(
    scope: Scope,
    item: SearchedItem,
    *,
    directory: Sequence[organisations.OrganisationLine],
    ties_between: Sequence[ties.TieBetween],
    shared: Shared,
) -> asking_radar.Asked:
    people = item.people
    return asking_radar.Asked(
        body=scope.tenant.name,
        committee=item.committee.name,
        day=item.day,
        guidance=await guidance_on(scope, item.day),
        item_id=item.row["id"],
        title=item.row["title"],
        business=treating.business_of(rules.Purpose(item.row["purpose"]), procures=item.row["procures"]),
        procures=item.row["procures"],
        value_pence=item.row["value_pence"],
        organisation_ids=[each.id for each in item.touched],
        texts=(),
        people=tuple((person_id, *known) for person_id, known in people.items()),
        interests=[each for each in item.interests if each.person_id in people],
        directory=directory,
        ties=ties_between,
        member_practices=shelf.catalogue().has_member_practices(scope.tenant.kind),
        shares=shared.shares,
        carried_by=shared.carried_by,
    )


def made_from(asked: asking_radar.Asked) -> str:
    """Stands for everything that a search of an item is made from, but for the item itself and its papers."""
    shared = Shared(shares=tuple(asked.shares), carried_by=tuple(asked.carried_by))
    return _made_from(asked, _directory(asked.directory, asked.ties, shared))


async def changed_items(scope: Scope) -> tuple[UUID, ...]:
    """The items of meetings to come whose last search was made from something else than there is now.

    An item that was never searched waits for its own search.
    """
    rows = await fetch(
        "SELECT i.id, i.meeting_id, s.made_from FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "JOIN meetings_search s ON s.tenant_id = $1 AND s.item_id = i.id "
        "WHERE i.tenant_id = $1 AND i.withdrawn_at IS NULL AND m.state IN ('planned', 'agenda-published') "
        "AND m.ends_at >= $2 ORDER BY m.starts_at, i.position, i.id",
        scope.tenant.id,
        scope.now,
    )
    if not rows:
        return ()
    directory = _directory(
        await organisations.organisations_of(scope, include_retired=True),
        await ties.every_tie(scope),
        await _shared(scope),
    )
    now: dict[UUID, str] = {}
    for row in rows:
        if row["meeting_id"] not in now:
            # what is compared with is the same for every item of a meeting, so one of them speaks for all
            item = await item_to_search(scope, item_id=row["id"])
            if item is not None:
                asked = await _asked(scope, item, directory=(), ties_between=(), shared=Shared())
                now[row["meeting_id"]] = _made_from(asked, directory)
    return tuple(
        row["id"] for row in rows if row["made_from"] != now.get(row["meeting_id"], row["made_from"])
    )


async def papers_to_read(scope: Scope, *, item_id: UUID) -> tuple[tuple[str, str, KeptFile], ...]:
    """The title, kind and content of the newest version of every paper of an item that was not withdrawn."""
    rows = await fetch(
        "SELECT p.title, v.content_kind, v.content_file_id FROM meetings_paper p "
        "JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version "
        "WHERE p.tenant_id = $1 AND p.item_id = $2 AND p.withdrawn_at IS NULL ORDER BY p.position, p.id",
        scope.tenant.id,
        item_id,
    )
    files = await evidence.files_of(scope, file_ids=[row["content_file_id"] for row in rows])
    return tuple((row["title"], row["content_kind"], files[row["content_file_id"]]) for row in rows)


async def texts_of(papers: Sequence[tuple[str, str, KeptFile]]) -> tuple[tuple[str, str], ...]:
    """Their words, a line a block; a paper that can't be read has none. Outside any transaction: it takes long."""
    found = []
    for title, kind, content in papers:
        data = await evidence.bytes_in(content)
        found.append((title, await asyncio.to_thread(_words_of, kind, data)))
    return tuple(found)


def _words_of(kind: str, data: bytes) -> str:
    try:
        blocks = text.blocks_of(data) if kind == "pdf" else text.blocks_of_html(data)
    except (text.UnableToRead, ConfinedFailure):
        return ""
    return "\n".join(block.text for block in blocks)


def found_on_register(item: SearchedItem) -> Sequence[hits.Found]:
    """The interests that are exactly in an organisation of the item, and hold on the meeting's day."""
    touched = {each.id for each in item.touched}
    people = item.people
    return tuple(
        hits.Found(
            person_id=interest.person_id,
            source=hits.Source.REGISTER,
            reason=f"{people[interest.person_id][0]} has declared {interest.in_words}.",
            sureness=100,
            found=(hits.Words(words=interest.organisation, where="organisations"),),
            interest_id=interest.interest_id,
            organisation_id=interest.organisation_id,
            kind=interest.interest_type.value,
            indirect=interest.is_indirect,
            mark=interest.mark,
        )
        for interest in item.interests
        if interest.organisation_id in touched
        and interest.person_id in people
        and interest.since <= item.day
        and (interest.until is None or interest.until >= item.day)
    )


def _made_from(asked: asking_radar.Asked, directory: str) -> str:
    interests = sorted((str(each.interest_id), each.mark) for each in asked.interests)
    people = sorted((str(person_id), name, capacity.value) for person_id, name, capacity in asked.people)
    return content_hash([asked.day, asked.guidance, asked.committee, people, interests, directory])


def _directory(
    lines: Sequence[organisations.OrganisationLine], ties_between: Sequence[ties.TieBetween], shared: Shared
) -> str:
    """Names, kinds and relations of organisations, and their gain-shares, as far as a search feels them."""
    names = [
        (
            str(line.id),
            line.name,
            line.type.value,
            line.ods_code,
            line.other_names,
            line.former_names,
            line.part_of,
        )
        for line in lines
    ]
    relations = [
        (str(each.organisation_id), each.kind.value, str(each.other_id), each.since, each.until)
        for each in ties_between
    ]
    felt: list[object] = [sorted(names, key=lambda each: each[0]), sorted(relations, key=str)]
    if shared.shares:
        felt.append(sorted(map(str, (*shared.shares, *shared.carried_by))))
    return content_hash(felt)

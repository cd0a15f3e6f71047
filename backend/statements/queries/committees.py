"""What our committees did in a year, as parts of its freeze: who sat, who came, what was taken and decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, Capacity, Office
from backend.committees import rules as committee_rules
from backend.facts.registers import Kind
from backend.kit.calendar import in_words
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings import queries as sittings
from backend.statements.queries import recorded
from backend.statements.rules.parts import BODIES, Part, PartColumn, PartKind, PartRow, plain
from backend.statements.rules.years import FinancialYear

_SHOWN_ITEMS = 40
"""How many items of a meeting a line of its business names."""


async def parts_of(scope: Scope, *, year: FinancialYear, as_at: date) -> tuple[Part, ...]:
    """The bodies, and of each its membership, attendance, business and decisions."""
    found = await recorded.committees_in(scope, year=year)
    ids = tuple(each.id for each in found)
    terms = await recorded.terms_of(scope, ids, year.since, as_at)
    tables = await sittings.attendances_of(scope, committee_ids=ids, since=year.since, until=as_at)
    items = await recorded.items_of(
        scope, [meeting_id for table in tables.values() for meeting_id, _, _ in table.meetings]
    )
    decided = await recorded.decisions_of(scope, ids, year)
    parts = [_bodies(found, tables, terms)]
    for each in found:
        table = tables[each.id]
        parts += [
            _membership(each, terms.get(each.id, ()), as_at),
            _attendance(each, table),
            _business(each, table, items),
            _decided(each, decided.get(each.id, ())),
        ]
    return tuple(parts)


def _bodies(
    found: Sequence[recorded.OwnCommittee],
    tables: Mapping[UUID, sittings.Attendance],
    terms: Mapping[UUID, Sequence[Any]],
) -> Part:
    return Part(
        key=BODIES,
        kind=PartKind.BODIES,
        title="Bodies of the organisation",
        about="Each committee of the organisation that lived in the year.",
        none="The organisation had no committee in this year.",
        columns=(
            PartColumn(key="name", title="Committee"),
            PartColumn(key="kind", title="Kind"),
            PartColumn(key="purpose", title="What it is for"),
            PartColumn(key="meetings", title="Meetings held", kind=Kind.NUMBER),
            PartColumn(key="people", title="People who sat on it in the year", kind=Kind.NUMBER),
        ),
        rows=tuple(
            PartRow(
                record=str(each.id),
                path=f"/committees/{each.id}",
                cells={
                    "name": each.name,
                    "kind": committee_rules.KIND_IN_WORDS[each.kind],
                    "purpose": each.purpose,
                    "meetings": len(tables[each.id].meetings),
                    "people": len({row["person_id"] for row in terms.get(each.id, ())}),
                },
            )
            for each in found
        ),
    )


def _membership(committee: recorded.OwnCommittee, terms: Sequence[Any], as_at: date) -> Part:
    return Part(
        key=f"membership:{committee.id}",
        kind=PartKind.MEMBERSHIP,
        title=f"Membership: {committee.name}",
        about="Everybody who sat on it in the year, by seat. Without a last day, it was held at the end of the year.",
        none="Nobody sat on this committee in this year, as far as it is recorded.",
        committee_id=committee.id,
        columns=(
            PartColumn(key="name", title="Name"),
            PartColumn(key="seat", title="Seat"),
            PartColumn(key="capacity", title="Capacity"),
            PartColumn(key="office", title="Office"),
            PartColumn(key="voting", title="Votes", kind=Kind.YES_NO),
            PartColumn(key="from", title="From", kind=Kind.DATE),
            PartColumn(key="to", title="To", kind=Kind.DATE, ends=True),
        ),
        rows=tuple(
            PartRow(
                record=str(row["id"]),
                person_id=row["person_id"],
                path=f"/committees/{committee.id}",
                cells={
                    "name": row["name"],
                    "seat": row["seat_name"],
                    "capacity": CAPACITY_IN_WORDS[Capacity(row["capacity"])],
                    "office": OFFICE_IN_WORDS[Office(row["office"])] if row["office"] else None,
                    "voting": row["voting"],
                    "from": plain(row["from_on"]),
                    "to": plain(row["last_on"]) if row["last_on"] and row["last_on"] <= as_at else None,
                },
            )
            for row in terms
        ),
    )


def _attendance(committee: recorded.OwnCommittee, table: sittings.Attendance) -> Part:
    days = [day for _, _, day in table.meetings]
    meetings = tuple(
        PartColumn(
            key=f"meeting:{meeting_id}",
            title=in_words(day) if days.count(day) == 1 else f"{in_words(day)}: {title}",
        )
        for meeting_id, title, day in table.meetings
    )
    return Part(
        key=f"attendance:{committee.id}",
        kind=PartKind.ATTENDANCE,
        title=f"Attendance: {committee.name}",
        about="Who came to the meetings that were held. Of a meeting at which nobody wrote down who came, nothing "
        "is counted.",
        none="No meeting of this committee was held in this year, as far as it is recorded.",
        committee_id=committee.id,
        columns=(
            PartColumn(key="name", title="Member"),
            PartColumn(key="seats", title="Seats"),
            *meetings,
            PartColumn(key="came", title="Came", kind=Kind.NUMBER),
            PartColumn(key="possible", title="Of", kind=Kind.NUMBER),
            PartColumn(key="share", title="Share"),
            PartColumn(key="deputies", title="Deputy sent", kind=Kind.NUMBER),
        ),
        rows=tuple(
            PartRow(
                record=str(row.person_id),
                person_id=row.person_id,
                path=f"/committees/{committee.id}/attendance",
                cells={
                    "name": row.name,
                    "seats": ", ".join(row.seats),
                    **{column.key: mark for column, mark in zip(meetings, row.marks, strict=True)},
                    "came": row.came,
                    "possible": row.possible,
                    "share": row.share,
                    "deputies": row.deputies,
                },
            )
            for row in table.rows
        ),
    )


def _business(
    committee: recorded.OwnCommittee, table: sittings.Attendance, items: Mapping[UUID, Sequence[Any]]
) -> Part:
    rows = []
    for (meeting_id, title, day), came in zip(table.meetings, table.came_to, strict=True):
        own = items.get(meeting_id, ())
        public = [row["title"] for row in own if row["part"] == meeting_rules.Part.PUBLIC]
        more = len(public) - _SHOWN_ITEMS
        rows.append(
            PartRow(
                record=str(meeting_id),
                path=f"/meetings/{meeting_id}",
                cells={
                    "day": plain(day),
                    "title": title,
                    "came": came,
                    "items": "; ".join(public[:_SHOWN_ITEMS]) + (f"; and {more} more" if more > 0 else ""),
                    "private": len(own) - len(public),
                },
            )
        )
    return Part(
        key=f"business:{committee.id}",
        kind=PartKind.BUSINESS,
        title=f"Business: {committee.name}",
        about="The meetings that were held, and what was on their agendas in public.",
        none="No meeting of this committee was held in this year, as far as it is recorded.",
        committee_id=committee.id,
        columns=(
            PartColumn(key="day", title="Meeting", kind=Kind.DATE),
            PartColumn(key="title", title="Title"),
            PartColumn(key="came", title="Members who came", kind=Kind.NUMBER),
            PartColumn(key="items", title="Items in public"),
            PartColumn(key="private", title="Items in private", kind=Kind.NUMBER),
        ),
        rows=tuple(rows),
    )


def _decided(committee: recorded.OwnCommittee, rows: Sequence[Any]) -> Part:
    return Part(
        key=f"decisions:{committee.id}",
        kind=PartKind.DECISIONS,
        title=f"Decisions: {committee.name}",
        about="Decisions on items in public, and which of them are highlights of the year.",
        none="No decision of this committee is on record for this year.",
        committee_id=committee.id,
        columns=(
            PartColumn(key="day", title="Date", kind=Kind.DATE),
            PartColumn(key="item", title="Item"),
            PartColumn(key="outcome", title="Outcome"),
            PartColumn(key="decision", title="Decision"),
            PartColumn(key="highlight", title="Highlight", kind=Kind.YES_NO),
            PartColumn(key="note", title="What is told of it"),
        ),
        rows=tuple(
            PartRow(
                record=str(row["id"]),
                path=f"/agenda-items/{row['item_id']}",
                cells={
                    "day": plain(row["day"]),
                    "item": " ".join(filter(None, (row["label"], row["title"]))),
                    "outcome": meeting_rules.OUTCOME_IN_WORDS[meeting_rules.Outcome(row["outcome"])],
                    "decision": row["text"],
                    "highlight": bool(row["marked"]),
                    "note": row["words"] if row["marked"] else None,
                },
            )
            for row in rows
        ),
    )

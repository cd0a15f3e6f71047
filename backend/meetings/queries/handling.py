"""How interests in the items of a meeting are handled, as a reader may see it: the matrix, an item's hits, the brief.

Officers, the Guardian and whoever decides for an item see all of that item; everybody sees what is about themselves; of
the rest nobody sees anything. A chair who has an interest in an item is, for that item, like any member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.meetings import conflicts, rules, treating
from backend.meetings.presiding import Presiding
from backend.meetings.queries.agendas import item_rows_of, ordered
from backend.meetings.queries.attending import Attendee, attendees_of, with_deputies
from backend.meetings.queries.effects import effects_on
from backend.meetings.queries.hits import HitLine, SearchLine, TreatmentLine
from backend.meetings.queries.judging import JudgedItem, guidance_on, judged_items, sees_all_of
from backend.meetings.queries.touched import TouchedOrganisation, organisations_of_items
from backend.meetings.queries.withheld import withheld_from_reader
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One member on one item: what was found, what would be proportionate, what is decided."""

    person_id: UUID
    name: str
    away: bool
    hits: tuple[HitLine, ...]
    proposal: treating.Proposal | None
    treatment: TreatmentLine | None

    @property
    def touched(self) -> bool:
        return self.treatment is not None or any(hit.counts for hit in self.hits)

    @property
    def waits(self) -> bool:
        """Somebody has to decide."""
        return self.treatment is None and any(hit.counts for hit in self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemHandling:
    """One item. Where the reader does not see it all, `cells` holds their own alone, `forecast` and `search` nothing.

    `may_decide`: the reader presides, or writes down as an officer what was decided.
    """

    id: UUID
    label: str | None
    title: str
    purpose_in_words: str
    part: rules.Part
    presiding: Presiding
    sees_all: bool
    may_decide: bool
    decides: bool
    cells: tuple[Cell, ...]
    forecast: conflicts.Forecast | None
    search: SearchLine | None

    @property
    def name(self) -> str:
        return f"{self.label} {self.title}" if self.label else self.title

    @property
    def touched_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.touched)

    @property
    def hits(self) -> tuple[HitLine, ...]:
        """All that the reader sees, to be judged first and the surest first."""
        found = [hit for cell in self.cells for hit in cell.hits]
        return tuple(sorted(found, key=lambda hit: (hit.state.value != "open", -hit.sureness, hit.person)))

    def cell_of(self, person_id: UUID) -> Cell | None:
        return next((cell for cell in self.cells if cell.person_id == person_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Items whose quorum would be lost for the same reasons: sentences for these, and for what would restore it."""

    items: tuple[ItemHandling, ...]
    unmet: tuple[str, ...]
    restores: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHandling:
    """A meeting's items with the members whose interests the reader may see. `mine`: the reader sits on it that day."""

    meeting_id: UUID
    committee_id: UUID
    committee: str
    title: str
    starts_at: datetime
    day: date
    venue: str
    can_change: bool
    quorum_in_words: str | None
    people: tuple[Attendee, ...]
    items: tuple[ItemHandling, ...]
    guidance: str
    effects: Mapping[treating.Treatment, treating.Effect]
    """What each treatment brings on the meeting's day."""
    mine: bool

    @property
    def touched_first(self) -> tuple[Attendee, ...]:
        """The members, those with an interest in any item first, so that a narrow window shows them."""
        touched = {cell.person_id for item in self.items for cell in item.touched_cells}
        return tuple(sorted(self.people, key=lambda each: each.person_id not in touched))

    @property
    def lost(self) -> tuple[Lost, ...]:
        """The items that would not be quorate, those together that want the same."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[ItemHandling]] = {}
        for item in self.seen_items:
            if item.forecast and item.forecast.restores:
                found.setdefault((item.forecast.unmet, item.forecast.restores), []).append(item)
        return tuple(
            Lost(items=tuple(items), unmet=unmet, restores=restores)
            for (unmet, restores), items in found.items()
        )

    @property
    def seen_items(self) -> tuple[ItemHandling, ...]:
        return tuple(item for item in self.items if item.sees_all)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneItem:
    """One item for its own pages and the acts on it. `row` and `touched` are what it is judged on."""

    meeting: MeetingHandling
    item: ItemHandling
    judged: JudgedItem
    everybody: tuple[Attendee, ...]
    chairs: frozenset[UUID]
    row: Any
    touched: tuple[TouchedOrganisation, ...]

    @property
    def deciders(self) -> tuple[tuple[UUID, str], ...]:
        """Everybody who decides about somebody here: for an officer who writes down what they decided."""
        found: dict[UUID, str] = {}
        for each in self.everybody:
            by = self.judged.deciding_about(each.person_id)
            found |= dict(zip(by.person_ids, by.names, strict=True))
        return tuple(found.items())


async def handling_of(scope: Scope, *, meeting_id: UUID) -> MeetingHandling:
    """The whole meeting as the reader may see it. Raises NotFound for whoever has nothing to see in it."""
    return (await _loaded(scope, meeting_id))[0]


async def handling_of_item(scope: Scope, *, item_id: UUID) -> OneItem:
    """One item. Raises NotFound for whoever may see nothing of it."""
    rows = await fetch(
        "SELECT meeting_id FROM meetings_item WHERE tenant_id = $1 AND id = $2", scope.tenant.id, item_id
    )
    if not rows:
        raise NotFound("agenda item")
    try:
        view, loaded = await _loaded(scope, rows[0]["meeting_id"])
    except NotFound:
        raise NotFound("agenda item") from None
    item = next((each for each in view.items if each.id == item_id), None)
    if item is None:
        raise NotFound("agenda item")
    return OneItem(
        meeting=view,
        item=item,
        judged=loaded.judged[item_id],
        everybody=loaded.attendees,
        chairs=frozenset(
            member.person_id for member in loaded.committee.members if member.office is Office.CHAIR
        ),
        row=next(row for row in loaded.rows if row["id"] == item_id),
        touched=loaded.touched.get(item_id, ()),
    )


@dataclass(frozen=True, slots=True)
class _Loaded:
    committee: committees.CommitteeView
    attendees: tuple[Attendee, ...]
    rows: Sequence[Any]
    touched: Mapping[UUID, tuple[TouchedOrganisation, ...]]
    judged: Mapping[UUID, JudgedItem]


async def _loaded(scope: Scope, meeting_id: UUID) -> tuple[MeetingHandling, _Loaded]:
    rows = await fetch(
        "SELECT * FROM meetings_meeting WHERE tenant_id = $1 AND id = $2", scope.tenant.id, meeting_id
    )
    if not rows:
        raise NotFound("meeting")
    row = rows[0]
    day = rules.day_of(scope, row["starts_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    attendees = await attendees_of(scope, meeting_id, committee.members, on=day)
    mine = scope.actor.person_id in {each.person_id for each in attendees}
    items = [
        item
        for item in ordered(await item_rows_of(scope, meeting_id))
        if item["withdrawn_at"] is None and _may_see(scope, item, row["committee_id"], mine=mine)
    ]
    touched = await organisations_of_items(scope, [item["id"] for item in items])
    judged = await judged_items(
        scope,
        meeting_id=meeting_id,
        committee=committee,
        attendees=attendees,
        items=items,
        touched=touched,
        day=day,
    )
    coming = with_deputies(attendees)
    guidance = await guidance_on(scope, day)
    effects = await effects_on(scope, day)
    # what was decided at the meeting may be written down after it was marked as held
    can_change = rules.MeetingState(row["state"]) is not rules.MeetingState.CANCELLED
    kept_from = await withheld_from_reader(scope, [item["id"] for item in items])
    seen = [
        _item(
            scope,
            item,
            judged[item["id"]],
            coming,
            guidance,
            effects,
            can_change=can_change,
            kept_from=item["id"] in kept_from,
        )
        for item in items
    ]
    if not (mine or any(item.sees_all for item in seen) or _sees_meetings(scope)):
        raise NotFound("meeting")
    everything = any(item.sees_all for item in seen)
    view = MeetingHandling(
        meeting_id=meeting_id,
        committee_id=row["committee_id"],
        committee=committee.name,
        title=row["title"],
        starts_at=row["starts_at"],
        day=day,
        venue=row["venue"],
        can_change=can_change,
        quorum_in_words=committee.quorum_in_words,
        people=tuple(each for each in coming if everything or each.person_id == scope.actor.person_id),
        items=tuple(seen),
        guidance=treating.GUIDANCE_IN_WORDS[guidance],
        effects=effects,
        mine=mine,
    )
    return view, _Loaded(committee, coming, items, touched, judged)


def _sees_meetings(scope: Scope) -> bool:
    """Who sees every item there is, and so a meeting that has none."""
    return bool(scope.roles & {"governance-officer", "coi-guardian"})


def _may_see(scope: Scope, item: Any, committee_id: UUID, *, mine: bool) -> bool:
    """The Guardian advises on private items too; what is found there is all that they see of it."""
    part = rules.Part(item["part"])
    return mine or _sees_meetings(scope) or rules.may_see(scope, part=part, committee_id=committee_id)


def _item(
    scope: Scope,
    row: Any,
    judged: JudgedItem,
    attendees: Sequence[Attendee],
    guidance: treating.Guidance,
    effects: Mapping[treating.Treatment, treating.Effect],
    *,
    can_change: bool,
    kept_from: bool,
) -> ItemHandling:
    sees_all = sees_all_of(scope, judged)
    business = treating.business_of(rules.Purpose(row["purpose"]), procures=row["procures"])
    part = rules.Part(row["part"])
    cells = []
    for each in attendees:
        if not (sees_all or each.person_id == scope.actor.person_id):
            continue
        treatment = judged.treatments.get(each.person_id)
        found = tuple(hit for hit in judged.hits if hit.person_id == each.person_id and hit.shown)
        proposals = [
            treating.proposal(
                nature=treating.nature_of(
                    kind=hit.kind, indirect=hit.indirect, capacities=each.capacities, guidance=guidance
                ),
                business=business,
                part=part,
                guidance=guidance,
                effects=effects,
            )
            for hit in found
            if hit.counts
        ]
        blind = each.person_id == scope.actor.person_id and (
            kept_from or (treatment is not None and not treatment.effect.gets_paper)
        )
        cells.append(
            Cell(
                person_id=each.person_id,
                name=each.name,
                away=each.away,
                hits=tuple(map(_without_papers, found)) if blind else found,
                proposal=treating.strictest(proposals),
                treatment=treatment,
            )
        )
    presides = scope.actor.person_id in judged.presiding.person_ids
    return ItemHandling(
        id=row["id"],
        label=row["label"],
        title=row["title"],
        purpose_in_words=rules.PURPOSE_IN_WORDS[rules.Purpose(row["purpose"])],
        part=part,
        presiding=judged.presiding,
        sees_all=sees_all,
        may_decide=can_change and bool(judged.presiding.person_ids) and (presides or rules.is_officer(scope)),
        decides=presides,
        cells=tuple(cells),
        forecast=judged.forecast if sees_all else None,
        search=judged.search if sees_all else None,
    )


def _without_papers(hit: HitLine) -> HitLine:
    """What a member is told of a hit on themselves where the papers are kept from them: no word of a paper."""
    organisation = f"Your interest in {hit.organisation}" if hit.organisation else "An interest of yours"
    return replace(
        hit,
        reason=f"{organisation} may touch this item.",
        found=tuple(words for words in hit.found if words.where != "text"),
    )

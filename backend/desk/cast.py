"""Bringing a demonstration's invented cast on: people, seats, interests, meetings and papers.

Everything goes through the same operations as the app, each person acting for themselves on the demonstration's clock;
no row is written behind an operation's back.
"""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.assurance.operations import assessments
from backend.assurance.queries import editions
from backend.catalogue import shelf
from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.catalogue.demonstrations import (
    AgendaItem,
    CastMember,
    DemonstrationDocument,
    DemonstrationMeeting,
    InventedInterest,
    InventedOffer,
    TenantRole,
)
from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.concerns import settings as concerns
from backend.desk import acting, contracts, requests, returns, risks
from backend.interests import chasing
from backend.interests.operations import declaring, gifts
from backend.interests.rules import declaring as interest_rules
from backend.interests.rules import gifts as gift_rules
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.meetings import covers
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import covering
from backend.organisations import operations as organisations
from backend.organisations import queries as organisation_queries
from backend.people.operations import accounts, persons
from backend.provision import lifetime
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from backend.tenancy.queries import FoundTenant, tenant_by_slug

PASSWORD = "demonstration pass phrase"  # noqa: S105  told to everybody; it opens demonstrations alone
PEOPLE_JOIN_BEFORE = timedelta(days=28)
_RELATIONSHIPS = {
    "spouse": interest_rules.Relationship.SPOUSE,
    "partner": interest_rules.Relationship.SPOUSE,
    "close family": interest_rules.Relationship.CLOSE_FAMILY,
    "close friend": interest_rules.Relationship.CLOSE_FRIEND,
    "business partner": interest_rules.Relationship.BUSINESS_PARTNER,
}


class Cast:
    """A demonstration's people on the stage of their tenant. Each step opens a transaction of its own."""

    def __init__(self, found: FoundTenant, document: DemonstrationDocument, folder: Path) -> None:
        self.found = found
        self.document = document
        self.folder = folder
        self.people: dict[str, UUID] = {}
        self.accounts: dict[str, UUID] = {}
        self.meetings: dict[str, UUID] = {}
        self.papers: dict[str, UUID] = {}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.found.tenant.time_zone)

    async def bring_on(self) -> None:
        """The whole cast, as `probity run` shows it: papers on their way to the chair, nothing signed yet."""
        await self.seat_everybody()
        await self.declare()
        await self.keep_risks()
        await self.keep_contracts()
        await self.handle_requests()
        await self.enter_returns()
        await self.open_assessments()
        for meeting in self.document.meetings:
            await self.arrange(meeting)
        await self.start_clock()

    async def seat_everybody(self) -> None:
        """People with their accounts, roles and seats, and the invented organisations."""
        scope = self.stage_hand(self.document.clock_starts - PEOPLE_JOIN_BEFORE)
        async with transactions.scope_tx(scope):
            for organisation in self.document.organisations:
                await organisations.add_organisation(scope, organisation=organisation, demonstration=True)
            seats = await committee_queries.seats_by_slug(scope)
            for member in self.document.people:
                self.people[member.id] = await self._add(scope, member, seats)
            if self.document.stand_in is not None:
                await concerns.settle(
                    scope, stand_in_person_id=self.people[self.document.stand_in], kept_since=None
                )
            await chasing.schedule(scope)

    async def declare(self) -> None:
        """Every invented interest, nil return and offer, each on its own day and by the person themselves."""
        for interest in sorted(self.document.interests, key=lambda each: each.declared_on):
            await self.declare_one(interest)
        for nil in sorted(self.document.nil_returns, key=lambda each: each.declared_on):
            scope = await self.as_person(nil.person, datetime.combine(nil.declared_on, time(11), self.zone))
            async with transactions.scope_tx(scope):
                await declaring.make_nil_return(scope, person_id=self.people[nil.person])
        for offer in sorted(self.document.offers, key=lambda each: each.declared_on):
            await self.declare_offer(offer)

    async def declare_one(self, interest: InventedInterest) -> None:
        scope = await self.as_person(
            interest.person, datetime.combine(interest.declared_on, time(10), self.zone)
        )
        async with transactions.scope_tx(scope):
            ids = await organisation_queries.ids_of_slugs(scope, slugs=[interest.organisation])
            await declaring.declare_interest(
                scope,
                person_id=self.people[interest.person],
                organisation_id=ids[interest.organisation],
                interest_type=interest_rules.InterestType(interest.type.value),
                is_indirect=interest.indirect,
                relationship=_RELATIONSHIPS[(interest.relationship or "").lower()]
                if interest.indirect
                else None,
                nature=interest.nature,
                since=interest.from_date,
                until=interest.to_date,
                mitigation=interest.mitigation,
            )

    async def declare_offer(self, offer: InventedOffer) -> None:
        scope = await self.as_person(offer.person, datetime.combine(offer.declared_on, time(12), self.zone))
        async with transactions.scope_tx(scope):
            ids = await organisation_queries.ids_of_slugs(scope, slugs=[offer.giver])
            await gifts.declare_gift(
                scope,
                person_id=self.people[offer.person],
                offer=gifts.Offer(
                    kind=gift_rules.OfferKind(offer.kind.value),
                    giver_id=ids[offer.giver],
                    from_supplier=offer.supplier,
                    description=offer.description,
                    pounds=offer.pounds,
                    offered_on=offer.offered_on,
                    outcome=gift_rules.Outcome(offer.outcome.value),
                    reason=offer.reason,
                ),
            )

    async def keep_risks(self) -> None:
        """The invented risks beside the cast, where it has some."""
        kept = shelf.catalogue().invented_risks.get(self.found.tenant.slug)
        if kept is not None:
            await risks.keep_risks(self.stage_hand(self.document.clock_starts), kept, people=self.people)

    async def keep_contracts(self) -> None:
        """The invented contracts beside the cast, where it has some."""
        kept = shelf.catalogue().invented_contracts.get(self.found.tenant.slug)
        if kept is not None:
            await contracts.keep_contracts(self.stage_hand(self.document.clock_starts), kept)

    async def handle_requests(self) -> None:
        """The invented requests for information beside the cast, where it has some."""
        kept = shelf.catalogue().invented_requests.get(self.found.tenant.slug)
        if kept is not None:
            at = self.document.clock_starts
            checkers = {each.answer.checker for each in kept.requests if each.answer}
            await requests.handle_requests(
                kept,
                scopes={each: await self.as_person(each, at) for each in checkers},
                officer=await self.as_officer(at),
                people=self.people,
            )

    async def enter_returns(self) -> None:
        """What invented commissioners submitted, where the cast is a reviewing body's."""
        kept = shelf.catalogue().invented_returns.get(self.found.tenant.slug)
        if kept is not None:
            await returns.enter_returns(kept, as_person=self.as_person, people=self.people, zone=self.zone)

    async def open_assessments(self) -> None:
        """The year's assessment of each framework in use, answered by rules alone: no judgement is invented."""
        officer = await self.as_officer(self.document.clock_starts)
        first = date(officer.today.year - (officer.today.month < 4), 4, 1)
        last = date(first.year + 1, 3, 31)
        async with transactions.scope_tx(officer):
            for edition in await editions.in_use(officer):
                await assessments.open_assessment(
                    officer,
                    edition_id=edition.id,
                    title=f"{first.year}/{last.year % 100:02}",
                    period_from=first,
                    period_until=last,
                )

    async def arrange(self, meeting: DemonstrationMeeting) -> UUID:
        """The meeting, its agenda and its papers, up to the chair's desk."""
        officer = await self.as_officer(self.document.clock_starts)
        starts_at = datetime.combine(meeting.day, meeting.start, self.zone)
        async with transactions.scope_tx(officer):
            bodies = {line.slug: line for line in await committee_queries.committees_of(officer)}
            committee = bodies[meeting.committee]
            meeting_id = await meetings.arrange_meeting(
                officer,
                committee_id=committee.id,
                title=meeting.title,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=sum(item.minutes for item in meeting.items)),
                venue=meeting.venue,
                in_public=committee.meets_in_public,
            )
            self.meetings[meeting.id] = meeting_id
            items = {item.number: await self._add_item(officer, meeting_id, item) for item in meeting.items}
        for item in meeting.items:
            if item.paper:
                await self._hand_in(item, items[item.number], meeting)
        return meeting_id

    async def start_clock(self) -> None:
        """Set the demonstration's clock to the moment at which it begins; it runs on from there."""
        await self.set_clock(self.document.clock_starts)

    async def set_clock(self, moment: datetime) -> None:
        scope = self.stage_hand(moment)
        async with transactions.scope_tx(scope):
            await lifetime.move_clock(scope, to=moment)

    async def as_person(self, person: str, moment: datetime) -> Scope:
        """A person of the cast, acting at `moment`."""
        async with transactions.tenant_tx(self.found.tenant.id, readonly=True):
            return await acting.scope_of_person(
                self.found,
                person_id=self.people[person],
                now=moment.astimezone(UTC),
                request_id="demonstration",
            )

    async def as_officer(self, moment: datetime) -> Scope:
        """The first governance officer of the cast."""
        officer = next(p for p in self.document.people if TenantRole.GOVERNANCE_OFFICER in p.roles)
        return await self.as_person(officer.id, moment)

    def stage_hand(self, moment: datetime) -> Scope:
        """Whoever sets a demonstration up: no person, and said so in the ledger."""
        return stage_hand(self.found, moment)

    async def _add(self, scope: Scope, member: CastMember, seats: dict[tuple[str, str], list[UUID]]) -> UUID:
        person_id = await persons.add_person(
            scope, name=member.name, job_title=member.job_title, email=member.email, joined_on=scope.today
        )
        for role in member.roles:
            if role is not TenantRole.NONE:
                await persons.grant_role(scope, person_id=person_id, role=role.value)
        self.accounts[member.id] = await accounts.give_account(
            scope, person_id=person_id, password=PASSWORD, now=real_now()
        )
        for holding in member.seats:
            places = seats[(holding.committee, holding.seat)]
            await committees.appoint(
                scope, seat_id=places.pop(0), person_id=person_id, from_on=scope.today, office=holding.office
            )
        return person_id

    async def _add_item(self, scope: Scope, meeting_id: UUID, item: AgendaItem) -> UUID:
        ids = await organisation_queries.ids_of_slugs(scope, slugs=list(item.organisations))
        return await meetings.add_item(
            scope,
            meeting_id=meeting_id,
            title=item.title,
            purpose=meeting_rules.Purpose(item.purpose.value),
            part=meeting_rules.Part(item.part.value),
            private_reason=item.private_reason,
            lead_person_id=self.people[item.lead],
            minutes=item.minutes,
            organisation_ids=tuple(ids.values()),
            paper_state=item.paper_state,
        )

    async def _hand_in(self, item: AgendaItem, item_id: UUID, meeting: DemonstrationMeeting) -> None:
        """The author hands the paper in with its cover sheet, its sponsor endorses it, an officer passes it on."""
        assert item.paper is not None, "only items with a paper are handed in"
        author = await self.as_person(item.paper.author, self.document.clock_starts + timedelta(minutes=5))
        path = self.folder / item.paper.file
        async with transactions.scope_tx(author):
            paper_id = await meetings.submit_paper(
                author,
                item_id=item_id,
                title=item.paper.title,
                author_person_id=self.people[item.paper.author],
                filename=path.name,
                data=path.read_bytes(),
                sponsor_person_id=self.people[item.paper.sponsor] if item.paper.sponsor else None,
                cover=cover_answers(await covering.template_of(author), item),
            )
        await self.to_the_chair(item, paper_id, self.document.clock_starts + timedelta(minutes=5))
        self.papers[f"{meeting.id}/{item.number}"] = paper_id

    async def to_the_chair(self, item: AgendaItem, paper_id: UUID, moment: datetime) -> None:
        """A paper's way from its author past its sponsor and the governance check, five minutes a stage."""
        assert item.paper is not None, "only items with a paper go this way"
        sponsor = item.paper.sponsor
        author = await self.as_person(item.paper.author, moment)
        async with transactions.scope_tx(author):
            step = "send-to-sponsor" if sponsor else "send"
            await meetings.move_paper_on(author, paper_id=paper_id, step_id=step)
        if sponsor:
            owner = await self.as_person(sponsor, moment + timedelta(minutes=3))
            async with transactions.scope_tx(owner):
                line = (await meeting_queries.paper(owner, paper_id=paper_id)).line
                await meetings.sign_paper(
                    owner, paper_id=paper_id, sha256=line.sha256, proved_by="Prepared for the demonstration"
                )
        officer = await self.as_officer(moment + timedelta(minutes=5))
        async with transactions.scope_tx(officer):
            await meetings.move_paper_on(officer, paper_id=paper_id, step_id="pass-to-chair")


def cover_answers(template: CoverTemplate, item: AgendaItem) -> dict[str, Any]:
    """The cover sheet of a demonstration's paper, as its form would send it."""
    found: dict[str, Any] = {}
    for field in template.fields:
        words = item.paper.cover.get(field.id) if item.paper else None
        if field.kind is FieldKind.PURPOSE:
            found[field.id] = item.purpose.value
        elif words is None:
            continue
        elif field.kind is FieldKind.YES_NO:
            found[field.id] = {"yes": words != "no", "words": "" if words == "no" else words}
        elif field.kind is FieldKind.FREEDOM_OF_INFORMATION:
            exempt = words != "public"
            found[field.id] = {
                "exempt": exempt,
                "sections": list(covers.sections_in(words)) if exempt else [],
            }
        elif field.kind is FieldKind.CONSIDERED:
            found[field.id] = {"decisions": [], "written": words}
        else:
            found[field.id] = words
    return found


def stage_hand(found: FoundTenant, moment: datetime) -> Scope:
    """A scope that acts for no person of the tenant."""
    return Scope(
        tenant=found.tenant,
        actor=Actor(name="Demonstration set-up", chore="demonstration"),
        now=moment.astimezone(UTC),
        request_id="demonstration",
    )


async def cast_of(slug: str, document: DemonstrationDocument, folder: Path) -> Cast:
    """The cast for a tenant that has been provisioned."""
    async with DB.transaction_with({}, readonly=True):
        found = await tenant_by_slug(slug)
    assert found is not None, f"{slug} has been provisioned"
    return Cast(found, document, folder)

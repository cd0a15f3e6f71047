"""A demonstration tenant full of things whose every name and text holds the tenant's own canary word.

Two worlds are made by the same hands. Each `thing` that the route table names is a maker here: it makes one more of it
through the rooms' operations and returns its ids, by the names that the routes give them.
"""

import io
import itertools
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import docx
from PIL import Image

from backend.catalogue.organisations import Organisation
from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.concerns.operations import breaches as concern_breaches
from backend.concerns.operations import documents as concern_documents
from backend.concerns.operations import life as concern_life
from backend.concerns.operations import notices as concern_notices
from backend.concerns.operations import raising
from backend.concerns.queries import handled
from backend.concerns.rules import Category, Finding, Investigator, Route
from backend.delegation import operations as delegation
from backend.delegation import queries as delegation_queries
from backend.delegation.queries import ProgrammeView
from backend.evidence import operations as evidence
from backend.interests.operations import campaigns, declarants, declaring
from backend.interests.queries import campaigns as campaign_queries
from backend.interests.rules import campaigns as campaign_rules
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.clock import real_now
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.notices import operations as notices
from backend.notices.rules import Recipient
from backend.organisations import operations as organisations
from backend.packs import chores as pack_chores
from backend.packs import operations as packs
from backend.people import permissions
from backend.people.operations import persons
from backend.registers.operations import staff_lists
from backend.scope import Actor, Scope, Tenant
from backend.tenancy import transactions
from tests.committees.made import a_committee, a_seat
from tests.delegation.stage import a_programme, taken_up
from tests.house import (
    world_actions,
    world_activity,
    world_archives,
    world_assessments,
    world_audits,
    world_between,
    world_challenge,
    world_chasing,
    world_contracts,
    world_evidence,
    world_frameworks,
    world_functions,
    world_gates,
    world_gifts,
    world_hidden,
    world_imports,
    world_ledger,
    world_letters,
    world_measures,
    world_notes,
    world_organisations,
    world_own,
    world_pack_signing,
    world_packs,
    world_papers,
    world_planning,
    world_portal,
    world_powers,
    world_procurement,
    world_programmes,
    world_publication,
    world_publishing,
    world_reader,
    world_releases,
    world_reporting,
    world_requests,
    world_returns,
    world_reviewing,
    world_risk_reports,
    world_risks,
    world_schedules,
    world_setup,
    world_signing,
    world_sittings,
    world_statements,
    world_succession,
    world_systems,
    world_together,
    world_training,
    world_treating,
)
from tests.scopes import a_scope
from tests.visitors import Visitor, a_visitor

Ids = dict[str, str]
JOINED = date(2014, 1, 6)
FIRST = date(2014, 4, 1)

SEATED: dict[str, dict[str, Any]] = {
    "chair": {"office": "chair"},
    "vice-chair": {"office": "vice-chair"},
    "member": {},
    "in-attendance": {"voting": False},
}
"""The roles that come from seats, and the seat that brings each."""


@dataclass(kw_only=True)
class World:
    """One tenant, its people with their sessions by role, and the standing things of each kind."""

    canary: str
    tenant: Tenant
    visitors: dict[str, Visitor]
    scopes: dict[str, Scope]
    committee_id: UUID
    _numbers: Any = None
    _standing: dict[str, Ids] | None = None

    @property
    def officer(self) -> Scope:
        return replace(self.scopes["officer"], now=real_now())

    def word(self, thing: str) -> str:
        """A name for one more thing, with the tenant's canary in it."""
        self._numbers = self._numbers or itertools.count(1)
        return f"{self.canary}{thing} {next(self._numbers)}"

    async def new(self, thing: str) -> Ids:
        """One more `thing`."""
        return await MAKERS[thing](self) if thing else {}

    async def standing(self, thing: str) -> Ids:
        """The `thing` that stays as it is: GETs look at it, and another tenant reaches for it."""
        self._standing = self._standing if self._standing is not None else {}
        if thing not in self._standing:
            self._standing[thing] = await self.new(thing)
        return self._standing[thing]


async def a_world(
    app: Any,
    cookie: str,
    tenant: Tenant,
    canary: str,
    *,
    others: Collection[str] = permissions.TENANT_ROLES,
) -> World:
    """The tenant's officer, one person for each of the `others` of its roles, and the committee that they sit on."""
    hands = a_scope(tenant, now=real_now())
    visitors = {
        role: await a_visitor(app, cookie, hands, name=f"{canary}{role} Invented", roles=roles)
        for role, roles in (
            ("officer", (permissions.OFFICER,)),
            *((role, (role,)) for role in sorted(set(others) - {permissions.OFFICER})),
            *((role, ()) for role in SEATED),
        )
    }
    async with transactions.scope_tx(hands):
        committee_id = await committees.form_committee(
            hands,
            committee=a_committee(
                id="standing",
                name=f"{canary}standing committee",
                quorum=None,
                quorum_from=None,
                seats=[a_seat(slug, **traits) for slug, traits in SEATED.items()],
            ),
        )
        view = await committee_queries.committee(hands, committee_id=committee_id)
        for seat in view.places:
            await committees.appoint(
                hands, seat_id=seat.id, person_id=visitors[seat.slug].person_id, from_on=hands.today
            )
        scopes = {}
        for role, visitor in visitors.items():
            seats = await committee_queries.seats_held_by(hands, person_id=visitor.person_id, on=hands.today)
            held = permissions.roles_of_seats(seats) | ({role} & permissions.TENANT_ROLES)
            held |= {permissions.OFFICER} if role == "officer" else set()
            scopes[role] = replace(
                hands,
                actor=Actor(name=f"{canary}{role} Invented", person_id=visitor.person_id),
                roles=held,
                seats=seats,
                permissions=permissions.permissions_for(held),
            )
    return World(canary=canary, tenant=tenant, visitors=visitors, scopes=scopes, committee_id=committee_id)


async def _person(world: World) -> Ids:
    async with transactions.scope_tx(world.officer):
        person_id = await persons.add_person(
            world.officer,
            name=f"{world.word('person')} Invented",
            job_title=world.word("job"),
            email=f"{world.word('address').replace(' ', '.').lower()}@example.invalid",
            joined_on=JOINED,
        )
    return {"person_id": str(person_id)}


async def _role(world: World) -> Ids:
    ids = await _person(world)
    async with transactions.scope_tx(world.officer):
        role_id = await persons.grant_role(
            world.officer, person_id=UUID(ids["person_id"]), role=permissions.EXECUTIVE, from_on=FIRST
        )
    return {**ids, "role_id": str(role_id)}


async def _pause(world: World) -> Ids:
    ids = await _person(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        pause_id = await declarants.pause(
            scope, person_id=UUID(ids["person_id"]), from_on=scope.today, until_on=None, reason="A test"
        )
    return {**ids, "pause_id": str(pause_id)}


async def _campaign_draft(world: World) -> Ids:
    scope, population = world.officer, campaign_rules.Population(whom=campaign_rules.Whom.EVERYBODY)
    await _person(world)
    async with transactions.scope_tx(scope):
        campaign_id = await campaigns.draft_campaign(
            scope,
            name=world.word("campaign"),
            asked=campaign_rules.Asked.DECLARE,
            words=world.word("plea"),
            due_on=scope.today + timedelta(days=30),
            population=population,
        )
        found = await campaign_queries.found_by(scope, population=population)
    return {"campaign_id": str(campaign_id), "mark": found.mark}


async def _campaign_open(world: World) -> Ids:
    person = await _person(world)
    ids = await _campaign_draft(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        await campaigns.launch_campaign(scope, campaign_id=UUID(ids["campaign_id"]), mark=ids["mark"])
    return {**ids, **person}


async def _campaign_closed(world: World) -> Ids:
    ids = await _campaign_open(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        await campaigns.close_campaign(scope, campaign_id=UUID(ids["campaign_id"]))
    return {**ids, "form": "json"}


async def _staff_list(world: World) -> Ids:
    data = f"Name,Staff number\n{world.word('starter')} Invented,{world.word('number')}\n".encode()
    async with transactions.scope_tx(world.officer):
        list_id = await staff_lists.bring_staff_list(
            world.officer, file_name=f"{world.word('list')}.csv", data=data
        )
    return {"list_id": str(list_id)}


async def _organisation(world: World) -> Ids:
    name = world.word("practice")
    async with transactions.scope_tx(world.officer):
        organisation_id = await organisations.add_organisation(
            world.officer,
            organisation=Organisation.model_validate(
                {
                    "id": name.lower().replace(" ", "-"),
                    "name": name,
                    "type": "practice",
                    "mark": "setting",
                    "note": world.word("note"),
                }
            ),
            demonstration=True,
        )
    return {"organisation_id": str(organisation_id)}


async def _committee(world: World) -> Ids:
    name = world.word("committee")
    async with transactions.scope_tx(world.officer):
        committee_id = await committees.form_committee(
            world.officer,
            committee=a_committee(
                id=name.lower().replace(" ", "-"),
                name=name,
                purpose=world.word("purpose"),
                terms={"summary": world.word("terms"), "review_months": 12, "mark": "setting"},
            ),
        )
    return {"committee_id": str(committee_id)}


async def _seat(world: World) -> Ids:
    ids = {**await _committee(world), **await _person(world)}
    async with transactions.scope_tx(world.officer, readonly=True):
        view = await committee_queries.committee(world.officer, committee_id=UUID(ids["committee_id"]))
    return {**ids, "seat_id": str(next(seat.id for seat in view.places if seat.slug == "observer"))}


async def _term(world: World) -> Ids:
    ids = await _seat(world)
    async with transactions.scope_tx(world.officer):
        term_id = await committees.appoint(
            world.officer, seat_id=UUID(ids["seat_id"]), person_id=UUID(ids["person_id"]), from_on=FIRST
        )
    return {**ids, "term_id": str(term_id)}


async def _interest(world: World, role: str = "member") -> Ids:
    ids = await _organisation(world)
    scope = replace(world.scopes[role], now=real_now())
    assert scope.actor.person_id
    async with transactions.scope_tx(scope):
        declaration_id = await declaring.declare_interest(
            scope,
            person_id=scope.actor.person_id,
            organisation_id=UUID(ids["organisation_id"]),
            interest_type=InterestType.FINANCIAL,
            nature=world.word("nature"),
            since=FIRST,
        )
        # the register's line of the same organisation: one interest a declaration here
        from backend.interests.queries import register

        entries = await register.register_of(scope, person_id=scope.actor.person_id)
        entry = next(each for each in entries if str(each.organisation_id) == ids["organisation_id"])
    return {**ids, "declaration_id": str(declaration_id), "interest_id": str(entry.interest_id)}


async def _my_question(world: World) -> Ids:
    """A declaration of the officer's, sent back by somebody else with a question."""
    from backend.interests.operations import reviewing

    ids = await _interest(world, "officer")
    asker = replace(world.scopes["member"], permissions=world.officer.permissions, now=real_now())
    async with transactions.scope_tx(asker):
        await reviewing.return_declaration(
            asker, declaration_id=UUID(ids["declaration_id"]), question=world.word("question")
        )
    return ids


async def _saved_filter(world: World) -> Ids:
    from backend.interests.operations import filters

    async with transactions.scope_tx(world.officer):
        filter_id = await filters.save_filter(world.officer, name=world.word("filter"), choices="held=SPOUSE")
    return {"filter_id": str(filter_id)}


async def _my_interest(world: World) -> Ids:
    return await _interest(world, "officer")


async def _register_row(world: World) -> Ids:
    """A line of a register, as the API names it."""
    ids = await _interest(world)
    return {**ids, "register": "interests", "record_id": ids["interest_id"]}


async def _letter(world: World) -> Ids:
    ids = await _person(world)
    scope = replace(world.officer, now=world.officer.now + timedelta(minutes=1))
    async with transactions.scope_tx(scope):
        letter_id = await notices.test_sending(
            scope,
            to=Recipient(
                person_id=UUID(ids["person_id"]), name=world.word("reader"), address="reader@example.invalid"
            ),
        )
    return {"letter_id": str(letter_id)}


async def _meeting(world: World) -> Ids:
    """A meeting to come of the committee on which the world's people sit."""
    ids = {**await _person(world), **await _organisation(world)}
    return {**ids, **await _meeting_at(world, world.officer.now + timedelta(days=30))}


async def _meeting_at(world: World, starts_at: datetime) -> Ids:
    scope = world.officer
    async with transactions.scope_tx(scope):
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=world.committee_id,
            title=world.word("meeting"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue=world.word("venue"),
            in_public=True,
        )
    member_id = world.visitors["member"].person_id
    return {
        "meeting_id": str(meeting_id),
        "committee_id": str(world.committee_id),
        "member_id": str(member_id),
    }


async def _item(world: World) -> Ids:
    ids = await _meeting(world)
    return {**ids, **await _item_of(world, ids)}


async def _item_of(world: World, ids: Ids) -> Ids:
    async with transactions.scope_tx(world.officer):
        item_id = await meetings.add_item(
            world.officer,
            meeting_id=UUID(ids["meeting_id"]),
            title=world.word("item"),
            purpose=meeting_rules.Purpose.DECISION,
            lead_person_id=UUID(ids["person_id"]),
            organisation_ids=(UUID(ids["organisation_id"]),),
            notes=world.word("notes"),
        )
    return {"item_id": str(item_id)}


async def _second_item(world: World) -> Ids:
    ids = await _item(world)
    return {**ids, **await _item_of(world, ids)}


async def _held_item(world: World) -> Ids:
    """An item of a meeting that has begun; its agenda was published the month before."""
    ids = await _item(world)
    begun = replace(world.officer, now=world.officer.now)
    async with transactions.scope_tx(begun):
        await meetings.publish_agenda(begun, meeting_id=UUID(ids["meeting_id"]))
    async with transactions.scope_tx(begun):
        started = begun.now - timedelta(hours=1)
        await meetings.change_meeting(
            replace(begun, now=started - timedelta(days=1)),
            meeting_id=UUID(ids["meeting_id"]),
            title=world.word("meeting"),
            starts_at=started,
            ends_at=begun.now + timedelta(hours=1),
            venue=world.word("venue"),
            in_public=True,
        )
    return ids


async def _paper(world: World, words: str = "") -> Ids:
    ids = await _item(world)
    data = (words or f"# {world.word('heading')}\n\n{world.word('sentence')}.\n").encode()
    async with transactions.scope_tx(world.officer):
        paper_id = await meetings.submit_paper(
            world.officer,
            item_id=UUID(ids["item_id"]),
            title=world.word("paper"),
            author_person_id=UUID(ids["person_id"]),
            filename=f"{world.word('file')}.md",
            data=data,
        )
    return {**ids, **await _version_of(world, str(paper_id))}


def docx_with_picture() -> bytes:
    picture, document, written = io.BytesIO(), docx.Document(), io.BytesIO()
    Image.new("RGB", (40, 20), (0, 94, 184)).save(picture, "PNG")
    document.add_heading("Pictured", level=1)
    document.add_picture(picture)
    document.save(written)
    return written.getvalue()


async def _version_of(world: World, paper_id: str) -> Ids:
    async with transactions.scope_tx(world.officer, readonly=True):
        view = await meeting_queries.paper(world.officer, paper_id=UUID(paper_id))
    return {"paper_id": paper_id, "version": "1", "sha256": view.newest.sha256}


async def _paper_with_picture(world: World) -> Ids:
    ids = await _item(world)
    async with transactions.scope_tx(world.officer):
        paper_id = await meetings.submit_paper(
            world.officer,
            item_id=UUID(ids["item_id"]),
            title=world.word("paper"),
            author_person_id=UUID(ids["person_id"]),
            filename="pictured.docx",
            data=docx_with_picture(),
        )
        view = await meeting_queries.paper(world.officer, paper_id=paper_id)
        rows = await database.fetch(
            "SELECT asset.name FROM meetings_paper_asset asset JOIN meetings_paper_version version "
            "ON version.tenant_id = asset.tenant_id AND version.id = asset.paper_version_id "
            "WHERE version.tenant_id = $1 AND version.paper_id = $2",
            world.tenant.id,
            paper_id,
        )
    return {
        **ids,
        "paper_id": str(paper_id),
        "version": str(view.newest.version),
        "name": rows[0]["name"],
    }


async def _paper_with_chair(world: World) -> Ids:
    ids = await _paper(world)
    async with transactions.scope_tx(world.officer):
        await meetings.excuse_empty_fields(
            world.officer, paper_id=UUID(ids["paper_id"]), reason=world.word("excuse")
        )
    for step in ("send", "pass-to-chair"):
        async with transactions.scope_tx(world.officer):
            await meetings.move_paper_on(world.officer, paper_id=UUID(ids["paper_id"]), step_id=step)
    return ids


async def _signed_paper(world: World) -> Ids:
    ids = await _paper_with_chair(world)
    chair = replace(world.scopes["chair"], now=real_now())
    async with transactions.scope_tx(chair):
        await meetings.sign_paper(
            chair, paper_id=UUID(ids["paper_id"]), sha256=ids["sha256"], proved_by="A test signed in"
        )
    return ids


async def _programme(world: World) -> tuple[Ids, ProgrammeView]:
    """A programme in which every text holds the canary."""
    ids = await _person(world)
    drawn = a_programme(id=world.word("programme").replace(" ", "-").lower(), name=world.word("programme"))
    worded = drawn.model_copy(
        update={
            "milestones": tuple(
                each.model_copy(update={"activity": world.word("activity")}) for each in drawn.milestones
            ),
            "commitments": tuple(
                each.model_copy(update={"text": world.word("promise")}) for each in drawn.commitments
            ),
            "gates": tuple(
                gate.model_copy(
                    update={
                        "conditions": tuple(
                            each.model_copy(update={"text": world.word("condition")})
                            for each in gate.conditions
                        )
                    }
                )
                for gate in drawn.gates
            ),
        }
    )
    return ids, await taken_up(world.officer, worded)


async def _milestone(world: World) -> Ids:
    ids, programme = await _programme(world)
    return {**ids, "milestone_id": str(programme.milestones[0].id)}


async def _condition(world: World) -> Ids:
    ids, programme = await _programme(world)
    return {**ids, "condition_id": str(programme.gates[0].conditions[1].id)}


async def _commitment(world: World) -> Ids:
    ids, programme = await _programme(world)
    return {**ids, "commitment_id": str(programme.commitments[0].id)}


async def _evidence(world: World) -> Ids:
    """A file shown for a milestone that was said to be delivered."""
    ids = await _milestone(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        name = f"{world.word('shown')}.txt"
        file_id = await evidence.keep_file(
            scope, name=name, media_type="text/plain", data=world.word("inside").encode()
        )
        await delegation.take_step(
            scope,
            milestone_id=UUID(ids["milestone_id"]),
            step_id="submit",
            evidence=[Record(room="evidence", kind="file", id=file_id, title=name, hash="0" * 64)],
        )
        lines = await delegation_queries.evidence_of(scope, milestone_id=UUID(ids["milestone_id"]))
    return {**ids, "evidence_id": str(lines[0].id)}


async def _board_pack(world: World) -> Ids:
    """A pack that the worker has built: a PDF, so a few seconds."""
    ids = await _paper(world)
    async with transactions.scope_tx(world.officer):
        pack_id = await packs.ask_for_board_pack(world.officer, meeting_id=UUID(ids["meeting_id"]))
    await pack_chores.build_board_pack(world.officer.as_chore("packs.build_board_pack"), pack_id=pack_id)
    return {**ids, "pack_id": str(pack_id)}


async def _assurance_pack(world: World) -> Ids:
    """A sealed pack, asked for under a name that stands on no other page."""
    asker = replace(world.officer, actor=replace(world.officer.actor, name=world.word("asker")))
    async with transactions.scope_tx(asker):
        pack_id = await packs.ask_for_assurance_pack(
            asker, since=world.officer.today - timedelta(days=30), until=world.officer.today
        )
    await pack_chores.build_assurance_pack(
        world.officer.as_chore("packs.build_assurance_pack"), pack_id=pack_id
    )
    return {"pack_id": str(pack_id)}


async def _concern(world: World) -> Ids:
    """An open concern of which every text holds the canary; the Guardian alone handles it."""
    ids = await _person(world)
    raiser = replace(world.scopes["in-attendance"], now=real_now())
    async with transactions.scope_tx(raiser):
        receipt = await raising.raise_concern(
            raiser,
            route=Route.PERSON,
            category=Category.MEETING,
            about=world.word("worry"),
            what=world.word("allegation"),
            occurred=world.word("season"),
            contact=world.word("contact"),
        )
    guardian = replace(world.scopes["coi-guardian"], now=real_now())
    async with transactions.scope_tx(guardian):
        found = await handled.concerns_handled(guardian, words=receipt.reference)
        await concern_documents.add_document(
            guardian,
            concern_id=found[0].id,
            name=f"{world.word('exhibit')}.txt",
            media_type="text/plain",
            data=world.word("exhibited").encode(),
        )
        view = await handled.concern(guardian, concern_id=found[0].id)
    return {
        **ids,
        "concern_id": str(view.id),
        "document_id": str(view.documents[0].id),
        "reference": receipt.reference,
        "word": receipt.word,
        "step": "assessment",
    }


async def _concern_notice(world: World) -> Ids:
    """Notice to the world's member."""
    ids = await _concern(world)
    guardian, concern_id = replace(world.scopes["coi-guardian"], now=real_now()), UUID(ids["concern_id"])
    async with transactions.scope_tx(guardian):
        await concern_life.assess(
            guardian,
            concern_id=concern_id,
            category=Category.MEETING,
            assessment=world.word("assessment"),
            person_concerned=world.visitors["member"].person_id,
        )
        notice_id = await concern_notices.give_notice(
            guardian,
            concern_id=concern_id,
            words=world.word("notice"),
            reply_by=guardian.today + timedelta(days=14),
        )
    return {**ids, "notice_id": str(notice_id)}


async def _breach(world: World) -> Ids:
    """A breach that was found; its text, unlike the concern, is for everybody of the tenant."""
    ids = await _concern(world)
    guardian = replace(world.scopes["coi-guardian"], now=real_now())
    concern: dict[str, Any] = {"concern_id": UUID(ids["concern_id"])}
    text = {"what_happened": world.word("breach"), "action": "Advice.", "lessons": "Ask."}
    async with transactions.scope_tx(guardian):
        await concern_life.assess(guardian, **concern, category=Category.MEETING, assessment="Plain")
        await concern_life.investigate(
            guardian, **concern, investigator=Investigator.EXTERNAL, name="Ash", from_on=guardian.today
        )
        await concern_life.find(guardian, **concern, finding=Finding.BREACH, reasons="Seen")
        await concern_life.settle_outcome(
            guardian, **concern, action="Advice", lessons="Ask", notified=False, notified_on=None
        )
        breach_id = await concern_breaches.agree_text(guardian, **concern, **text, names_nobody=True)
    return {**ids, "breach_id": str(breach_id)}


async def _executive(world: World) -> Ids:
    return {"person_id": str(world.visitors["executive-owner"].person_id)}


MAKERS: dict[str, Callable[[World], Awaitable[Ids]]] = {
    "person": _person,
    "role": _role,
    "staff_list": _staff_list,
    "campaign_draft": _campaign_draft,
    "campaign_open": _campaign_open,
    "campaign_closed": _campaign_closed,
    "pause": _pause,
    "organisation": _organisation,
    **world_organisations.MAKERS,
    **world_notes.MAKERS,
    **world_signing.makers(_item),
    **world_sittings.makers(_held_item, _interest),
    **world_packs.MAKERS,
    **world_actions.MAKERS,
    **world_assessments.MAKERS,
    **world_between.MAKERS,
    **world_challenge.MAKERS,
    **world_chasing.MAKERS,
    **world_evidence.MAKERS,
    **world_frameworks.MAKERS,
    **world_functions.MAKERS,
    **world_requests.MAKERS,
    **world_letters.MAKERS,
    **world_audits.MAKERS,
    **world_measures.MAKERS,
    **world_schedules.MAKERS,
    **world_setup.MAKERS,
    **world_planning.MAKERS,
    **world_activity.MAKERS,
    **world_ledger.MAKERS,
    **world_own.MAKERS,
    **world_reader.MAKERS,
    **world_papers.makers(_paper),
    **world_hidden.makers(_item),
    **world_gates.MAKERS,
    **world_gifts.MAKERS,
    **world_imports.MAKERS,
    **world_powers.MAKERS,
    **world_procurement.MAKERS,
    **world_programmes.MAKERS,
    **world_publication.MAKERS,
    **world_publishing.makers(_item, _paper_with_picture),
    **world_together.MAKERS,
    **world_succession.MAKERS,
    **world_training.MAKERS,
    **world_treating.makers(_item),
    **world_releases.MAKERS,
    **world_portal.MAKERS,
    **world_reporting.MAKERS,
    **world_returns.MAKERS,
    **world_reviewing.MAKERS,
    **world_statements.MAKERS,
    **world_systems.MAKERS,
    **world_archives.MAKERS,
    **world_risk_reports.MAKERS,
    **world_risks.MAKERS,
    **world_contracts.MAKERS,
    **world_pack_signing.MAKERS,
    "committee": _committee,
    "seat": _seat,
    "term": _term,
    "interest": _interest,
    "my_interest": _my_interest,
    "saved_filter": _saved_filter,
    "my_question": _my_question,
    "register_row": _register_row,
    "letter": _letter,
    "meeting": _meeting,
    "item": _item,
    "second_item": _second_item,
    "held_item": _held_item,
    "paper": _paper,
    "paper_with_picture": _paper_with_picture,
    "paper_with_chair": _paper_with_chair,
    "signed_paper": _signed_paper,
    "milestone": _milestone,
    "condition": _condition,
    "commitment": _commitment,
    "evidence": _evidence,
    "board_pack": _board_pack,
    "assurance_pack": _assurance_pack,
    "concern": _concern,
    "concern_notice": _concern_notice,
    "breach": _breach,
    "executive": _executive,
}

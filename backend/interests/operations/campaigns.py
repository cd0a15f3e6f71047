"""Running a campaign: make a draft, change or discard it, launch it, agree exceptions, close it."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from backend.interests import chasing, snapshots
from backend.interests.queries import campaigns
from backend.interests.queries.campaigns import CampaignLine
from backend.interests.rules import campaigns as rules
from backend.interests.tables.campaigns import Campaign, CampaignPerson, CampaignSnapshot
from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.scope import NotPermitted, Scope

_FREEZE = """
INSERT INTO interests_campaign_person
  (tenant_id, id, campaign_id, person_id, person_name, position, declares_as, decision_making)
SELECT $1, found.id, $2, found.person_id, found.name, found.position, found.declares_as, found.decides
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::boolean[])
  AS found (id, person_id, name, position, declares_as, decides)
"""


async def draft_campaign(
    scope: Scope,
    *,
    name: str,
    asked: rules.Asked,
    words: str | None,
    due_on: date,
    population: rules.Population,
) -> UUID:
    """Make a campaign that asks nobody yet. Returns its id."""
    rules.check_population(population)
    rules.check_due(due_on, today=scope.today)
    said = _said(name=name, asked=asked, words=words, due_on=due_on, population=population)
    campaign_id: UUID = await Campaign.add(
        scope, **_stored(said), state=rules.CampaignState.DRAFT, made_by=scope.actor.person_id
    )
    await ledger.record(scope, "interests.campaign.drafted", campaign_record(campaign_id, name), after=said)
    return campaign_id


async def change_campaign(
    scope: Scope,
    *,
    campaign_id: UUID,
    name: str,
    asked: rules.Asked,
    words: str | None,
    due_on: date,
    population: rules.Population,
) -> None:
    """Change a campaign that is not launched yet."""
    held = await _held(scope, campaign_id, wanted=rules.CampaignState.DRAFT, act="changed")
    rules.check_population(population)
    rules.check_due(due_on, today=scope.today)
    before = _said(
        name=held.name, asked=held.asked, words=held.words, due_on=held.due_on, population=held.population
    )
    after = _said(name=name, asked=asked, words=words, due_on=due_on, population=population)
    if before == after:
        return
    await Campaign.change(scope, **_stored(after)).where(Campaign.id == campaign_id)
    await ledger.record(
        scope, "interests.campaign.changed", campaign_record(campaign_id, name), before=before, after=after
    )


async def discard_campaign(scope: Scope, *, campaign_id: UUID) -> None:
    """Put a draft away for good; nobody was asked."""
    held = await _held(scope, campaign_id, wanted=rules.CampaignState.DRAFT, act="discarded")
    await Campaign.change(scope, state=rules.CampaignState.DISCARDED).where(Campaign.id == campaign_id)
    await ledger.record(scope, "interests.campaign.discarded", campaign_record(campaign_id, held.name))


async def launch_campaign(scope: Scope, *, campaign_id: UUID, mark: str) -> int:
    """Freeze the people whom the rule finds now and tell each of them once; returns how many there are.

    `mark` is that of the preview: if the people are not those any more, nothing is done. Who is paused belongs to the
    campaign but is told nothing; the chase finds them when the pause is over.
    """
    held = await _held(scope, campaign_id, wanted=rules.CampaignState.DRAFT, act="launched")
    rules.check_due(held.due_on, today=scope.today)
    found = await campaigns.found_by(scope, population=held.population)
    rules.check_somebody(len(found.people))
    rules.check_same_people(mark, found.mark)

    await Campaign.change(
        scope, state=rules.CampaignState.OPEN, launched_at=scope.now, launched_by=scope.actor.person_id
    ).where(Campaign.id == campaign_id)
    await execute(
        _FREEZE,
        scope.tenant.id,
        campaign_id,
        [new_id() for _ in found.people],
        [person.person_id for person in found.people],
        [person.person_name for person in found.people],
        [person.position for person in found.people],
        [person.group for person in found.people],
        [person.decision_making for person in found.people],
    )
    await ledger.record(
        scope,
        "interests.campaign.launched",
        campaign_record(campaign_id, held.name),
        before={"state": held.state},
        after={"state": rules.CampaignState.OPEN, "people": [person.person_id for person in found.people]},
    )
    await notices.tell_all(
        scope,
        kind="interests.campaign-launched",
        tellings=[
            Telling(
                key=f"{chasing.campaign_subject(person.person_id)}/{campaign_id}/launched",
                to=Recipient(person_id=person.person_id, name=person.person_name, address=person.email),
                context={
                    "campaign": held.name,
                    "asked": held.asked_in_words,
                    "words": held.words or "",
                    "due_on": in_words(held.due_on),
                    "tenant": scope.tenant.name,
                },
            )
            for person in found.people
            if not person.paused
        ],
    )
    await chasing.schedule(scope)
    return len(found.people)


async def excuse_person(scope: Scope, *, campaign_id: UUID, person_id: UUID, reason: str) -> None:
    """Agree an exception: this campaign asks nothing more of a person. Who agreed and why is kept."""
    held = await _held(scope, campaign_id, wanted=rules.CampaignState.OPEN, act="changed")
    if person_id == scope.actor.person_id:
        raise NotPermitted("You can't excuse yourself. Ask another governance officer.")
    person = await campaigns.person_of(scope, campaign_id=campaign_id, person_id=person_id)
    rules.check_can_be_excused(person.answer)
    await CampaignPerson.change(
        scope, excused_reason=reason, excused_by=scope.actor.person_id, excused_at=scope.now
    ).where(CampaignPerson.campaign_id == campaign_id, CampaignPerson.person_id == person_id)
    await ledger.record(
        scope,
        "interests.campaign.person-excused",
        campaign_record(campaign_id, held.name),
        after={"person": person_id, "name": person.person_name, "reason": reason},
    )
    await chasing.settle(scope, person_id=person_id)


async def close_campaign(scope: Scope, *, campaign_id: UUID) -> None:
    """Close a campaign and sign what it ended with. What waits to chase its people is reckoned anew."""
    held = await _held(scope, campaign_id, wanted=rules.CampaignState.OPEN, act="closed")
    people = await campaigns.people_of(scope, campaign_id=campaign_id)
    snapshot = snapshots.signed(scope, await snapshots.content_of(scope, held, people))

    await Campaign.change(
        scope, state=rules.CampaignState.CLOSED, closed_at=scope.now, closed_by=scope.actor.person_id
    ).where(Campaign.id == campaign_id)
    await CampaignSnapshot.add(scope, campaign_id=campaign_id, taken_at=scope.now, **snapshot)
    await ledger.record(
        scope,
        "interests.campaign.closed",
        campaign_record(campaign_id, held.name, snapshot["sha256"]),
        before={"state": held.state},
        after={
            "state": rules.CampaignState.CLOSED,
            "counts": {answer.value: count for answer, count in campaigns.counted(people).items()},
            "sha256": snapshot["sha256"],
        },
    )
    await chasing.schedule(scope)


def campaign_record(campaign_id: UUID, name: str, sha256: str | None = None) -> Record:
    return Record(room="interests", kind="campaign", id=campaign_id, title=name, hash=sha256)


async def _held(scope: Scope, campaign_id: UUID, *, wanted: rules.CampaignState, act: str) -> CampaignLine:
    """The campaign, held for us alone until the transaction ends, if it is in the state that the act needs."""
    await fetch(
        "SELECT 1 FROM interests_campaign WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        campaign_id,
    )
    held = await campaigns.campaign(scope, campaign_id=campaign_id)
    rules.check_state(held.state, wanted=wanted, act=act)
    return held


def _said(
    *, name: str, asked: rules.Asked, words: str | None, due_on: date, population: rules.Population
) -> dict[str, Any]:
    return {
        "name": name,
        "asked": asked,
        "words": words,
        "due_on": due_on,
        "population": population.as_plain(),
    }


def _stored(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "population": json.dumps(said["population"])}

"""Chasing who has not declared: what each person owes and when, in what words, and ending a chase that is over.

The ladder is data (`workflows/annual-declaration`): so many days before or after the due day, to whom, in what words;
`chasing` plans who is written to.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from backend.chasing import calendar, deriving, sweeping
from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.chasing.sources import Said
from backend.interests import settings
from backend.interests.queries import campaigns, declarants, declarations
from backend.interests.queries.declarations import Standing
from backend.kit.calendar import in_words
from backend.notices import calendars
from backend.notices import operations as notices
from backend.notices.rules import Entry, Recipient
from backend.people import queries as people
from backend.scope import NotFound, Scope

CHORE = "interests.chase_declarations"
LADDER = "annual-declaration"

_KIND = "interests.declaration-owed"
_ASKED = "asked"
_TITLE = "Declare your interests"


class _Declarations:
    """Declarations of interests, as the chase asks for them."""

    ladder = LADDER
    chore = CHORE
    kind = _KIND
    announced = False

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        """What everybody owes as of the scope's day; each rung is dealt with once, so that no day need be kept."""
        managers = {each.person_id: each.line_manager_id for each in await declarants.declarants_of(scope)}
        return tuple(
            _thing(scope, standing, due_on, managers.get(standing.person_id))
            for standing, due_on in await _due_days(scope)
        )

    def said(self, scope: Scope, line: Line) -> Said:
        mine = line.to is not None and line.to.id == line.thing.id
        path = "/interests/mine" if mine else "/interests"
        words = "Declare here" if mine else "See who has declared"
        entry = Entry(uid=calendars.uid_of(line.thing.key), day=line.due_on, summary=_TITLE, path=path)
        return Said(context={"to_declarant": mine}, links=((words, path),), entry=entry if mine else None)

    async def keep_looks(self, scope: Scope, looks: Mapping[UUID, date | None]) -> None:
        """Nothing is kept: when a person is looked at follows from what they were told."""

    async def look_again(self, scope: Scope) -> None:
        """Nothing is kept, so nothing is to be forgotten."""

    async def schedule(self, scope: Scope, *, settings: Settings | None = None) -> None:
        """Say when the chase next has something to do: the next morning on which a rung is reached for anybody."""
        await deriving.schedule(scope, self, settings=settings)


SOURCE = _Declarations()


async def chase(scope: Scope) -> int:
    """Tell everyone who owes a declaration what today's rung says, once; returns how many letters are new."""
    return await sweeping.sweep(scope, (SOURCE,))


async def schedule(scope: Scope) -> None:
    """Say when the chase next has something to do."""
    await SOURCE.schedule(scope)


async def settle(scope: Scope, *, person_id: UUID) -> None:
    """A person has declared: what still waits to chase them is taken back, and everybody is looked at next morning.

    When the next of all the others is to be written to is reckoned there: who declares reads nobody's standing.
    """
    key = _subject(person_id)
    kept = await calendar.kept_by(scope, key=key)
    await sweeping.settle(scope, thing_id=person_id, key=key)
    await calendar.keep_up(
        scope, kept, key=key, title=_TITLE, path="/interests/mine", due_on=None, holders=set()
    )
    await notices.withdraw(scope, key=campaign_subject(person_id))
    await deriving.changed(scope, SOURCE)


async def entries_of(scope: Scope, *, person_id: UUID) -> tuple[Entry, ...]:
    """When a person owes their next declaration, for their calendar."""
    try:
        standing = await declarations.standing_of(scope, person_id=person_id)
    except NotFound:
        return ()
    due_on = standing.due_on(await settings.rule_set_of(scope))
    due_on = min(due_on, (await campaigns.due_in_campaigns(scope)).get(person_id, due_on))
    return (
        Entry(uid=calendars.uid_of(_subject(person_id)), day=due_on, summary=_TITLE, path="/interests/mine"),
    )


async def tell_returned(
    scope: Scope, *, message_id: UUID, declaration_id: UUID, person_id: UUID, question: str
) -> None:
    """Tell a person that their declaration came back with a question."""
    person = await people.person_line_of(scope, person_id=person_id)
    await notices.tell(
        scope,
        kind="interests.declaration-returned",
        key=f"interests.declaration/{declaration_id}/returned/{person_id}/{message_id}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={"question": question, "reviewer": scope.actor.name, "declaration_id": declaration_id},
    )


async def tell_answered(
    scope: Scope, *, message_id: UUID, declaration_id: UUID, reviewer_id: UUID, answer: str
) -> None:
    """Tell the reviewer that the person has answered."""
    reviewer = await people.person_line_of(scope, person_id=reviewer_id)
    await notices.tell(
        scope,
        kind="interests.declaration-answered",
        key=f"interests.declaration/{declaration_id}/answered/{reviewer_id}/{message_id}",
        to=Recipient(person_id=reviewer_id, name=reviewer.name, address=reviewer.email),
        context={"answer": answer, "person": scope.actor.name, "declaration_id": declaration_id},
    )


def _thing(scope: Scope, standing: Standing, due_on: date, manager_id: UUID | None) -> Thing:
    return Thing(
        key=_subject(standing.person_id),
        id=standing.person_id,
        ladder=LADDER,
        title="Declaration of interests",
        state=_ASKED,
        owner=standing.person_name,
        due_on=due_on,
        holders=(standing.person_id,),
        not_to=(standing.person_id,),
        posts={"line-manager": () if manager_id is None else (manager_id,)},
        places={
            "person": standing.person_name,
            "tenant": scope.tenant.name,
            "opened_on": in_words(standing.last_declared_on or standing.joined_on),
            "count": str(standing.open_interests),
            "rule_set": settings.FRAMEWORK,
            "signed_by": "Governance team",
            "address": "",  # the letter's own link stands below
        },
    )


async def _due_days(scope: Scope) -> list[tuple[Standing, date]]:
    """Where each person stands, and when they owe: by the rules, or sooner where an open campaign asks for it."""
    rule_set = await settings.rule_set_of(scope)
    asked = await campaigns.due_in_campaigns(scope)
    found = []
    for standing in await declarations.standings_of(scope):
        due_on = standing.due_on(rule_set)
        found.append((standing, min(due_on, asked.get(standing.person_id, due_on))))
    return found


def campaign_subject(person_id: UUID) -> str:
    """The beginning of the keys under which campaigns write to a person."""
    return f"interests.campaign-asked/{person_id}"


def _subject(person_id: UUID) -> str:
    return f"{_KIND}/{person_id}"

"""A reviewing body with a team, and returns as commissioners submit them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.interests.operations import declaring
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.people import permissions
from backend.people.operations import persons
from backend.reviewing import operations
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from backend.together.rules import DefinedBy, FigureLine, Subject, Submission
from tests.scopes import LONDON, a_scope

FIRST, LAST, DUE = date(2014, 7, 1), date(2014, 9, 30), date(2014, 10, 20)
PERIOD = "July to September 2014"
RETURN = "delegation-quarterly-return"
NOW = datetime(2014, 10, 27, 9, 0, tzinfo=LONDON)
RULE_SET = "managing-conflicts-of-interest/2013-03"

SEVEN = ("Amber Ford", "Bramble Vale", "Copper Hill", "Dun Cow", "Elder Wharf", "Fallow Reach", "Glass Mere")


@dataclass(frozen=True, kw_only=True)
class Body:
    """A reviewing body: an officer, and reviewers by their first names."""

    officer: Scope
    reviewers: dict[str, Scope]

    async def act(self, who: str, operation: Any, *, on: date | None = None, **given: Any) -> Any:
        scope = self.scope(who, on=on)
        async with transactions.scope_tx(scope):
            return await operation(scope, **given)

    async def read(self, who: str, query: Any, **given: Any) -> Any:
        scope = self.scope(who)
        async with transactions.scope_tx(scope, readonly=True):
            return await query(scope, **given)

    def scope(self, who: str, *, on: date | None = None) -> Scope:
        scope = self.officer if who == "officer" else self.reviewers[who]
        return scope if on is None else replace(scope, now=datetime.combine(on, time(9), LONDON))

    def person(self, who: str) -> UUID:
        found = self.scope(who).actor.person_id
        assert found is not None
        return found

    async def rows(self, sql: str, *arguments: Any) -> Any:
        async with transactions.scope_tx(self.officer, readonly=True):
            return await fetch(sql, self.officer.tenant.id, *arguments)


async def a_body(found: Any, *names: str, now: datetime = NOW) -> Body:
    """Each reviewer has declared that they have no interests."""
    tenant = await found(demonstration=True, kind="reviewing-body", name="Marches Edge (invented)")
    hands = a_scope(tenant, now=now)
    people: dict[str, Scope] = {}
    async with transactions.scope_tx(replace(hands, now=now - timedelta(days=200))) as _:
        for name in ("Odile", *names):
            role = permissions.OFFICER if name == "Odile" else permissions.REVIEWER
            person_id = await persons.add_person(
                hands, name=f"{name} Invented", email=f"{name}@example.invalid".lower(), joined_on=FIRST
            )
            await persons.grant_role(hands, person_id=person_id, role=role, from_on=FIRST)
            people[name] = replace(
                hands,
                actor=Actor(name=f"{name} Invented", person_id=person_id),
                roles=frozenset({role}),
                permissions=permissions.permissions_for({role}),
            )
    body = Body(officer=people.pop("Odile"), reviewers=people)
    for name in names:
        await body.act(name, declaring.make_nil_return, person_id=body.person(name))
    return body


def figure(key: str, value: str | None, **traits: Any) -> FigureLine:
    return FigureLine(
        **{
            "key": key,
            "section": "Contracts",
            "label": key.capitalize(),
            "kind": "number",
            "unit": None,
            "definition": f"How many {key} there were.",
            "value": value,
            "words": None if value is not None else "Not counted yet",
            "drawn": False,
            "source": None,
            "red": False,
            "red_because": None,
            **traits,
        }
    )


def a_submission(
    figures: dict[str, str | None] | None = None,
    *,
    issue: int = 1,
    subject_id: UUID | None = None,
    edition: str = "2014-11",
    reds: dict[str, str] | None = None,
    **traits: Any,
) -> Submission:
    """One issue of the quarter's return."""
    lines = [
        figure(key, value, red=key in (reds or {}), red_because=(reds or {}).get(key))
        for key, value in (figures or {"meetings": "3", "breaches": "0"}).items()
    ]
    return Submission(
        **{
            "submission_id": new_id(),
            "subject": Subject.RETURN,
            "subject_id": subject_id or new_id(),
            "issue": issue,
            "title": "Quarterly delegation return",
            "period": PERIOD,
            "from_on": FIRST,
            "until_on": LAST,
            "due_on": DUE,
            "defined_by": DefinedBy(
                framework=RETURN,
                edition=edition,
                title="Quarterly delegation return",
                rule_set=RULE_SET,
                sha256=hashlib.sha256(edition.encode()).hexdigest(),
            ),
            "figures": tuple(lines),
            "milestone": None,
            "statement": "As the committee saw it.",
            "what_changed": None if issue == 1 else "Corrected after a recount.",
            "changes": (),
            "prepared_by": "Perry Invented",
            "approved_by": "Addison Invented",
            "approved_at": NOW - timedelta(days=12),
            "enclosures": (),
            **traits,
        }
    )


async def commissioners(
    body: Body, *names: str, lead: str | None = None, second: str | None = None
) -> dict[str, UUID]:
    """On the list, each owing the quarter's return."""
    made = {}
    for name in names:
        made[name] = await body.act(
            "officer",
            operations.add_commissioner,
            on=date(2014, 8, 1),
            name=f"{name} CCG (invented)",
            from_on=date(2014, 4, 1),
            lead_person_id=body.person(lead) if lead else None,
            second_person_id=body.person(second) if second else None,
        )
    await body.act(
        "officer",
        operations.expect_return,
        on=date(2014, 8, 1),
        commissioner_ids=tuple(made.values()),
        framework=RETURN,
        title="Quarterly delegation return",
        period=PERIOD,
        from_on=FIRST,
        until_on=LAST,
        due_on=DUE,
    )
    return made


async def by_letter(
    body: Body, commissioner_id: UUID, said: Submission, *, on: date = date(2014, 10, 17)
) -> UUID:
    """A return that came by letter."""
    found: UUID = await body.act(
        "officer", operations.record_letter, on=on, commissioner_id=commissioner_id, said=said, received_on=on
    )
    return found

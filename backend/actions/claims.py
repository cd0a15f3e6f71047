"""Chasing the answer to what an owner says of an action: that it is done, needs more time, or is somebody else's.

Such a claim is owed by the governance officers, and is in their letter of the next day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import chasing, rules
from backend.actions.rules import State
from backend.chasing import deriving
from backend.chasing.queries import Settings
from backend.chasing.rules.days import Hours
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import Scope

LADDER = "action-claim"
ANSWER_WITHIN = 5
"""England's working days in which a claim is answered; a tenant's own closed days do not move a day that was told."""

_SAYS = {
    rules.Asked.MORE_TIME: "needs more time",
    rules.Asked.NOT_MINE: "says that it is somebody else’s",
}


class _Claims(deriving.Derived):
    """Claims that wait for an answer, found by the index of those that do."""

    ladder = LADDER
    chore = "actions.chase_claims"

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        rows = await fetch(
            """
            SELECT a.id, a.number, a.words, a.private, a.state, a.asked, a.asked_until, a.claimed_on,
              a.owner_person_id, a.committee_id, a.source_on, a.undertaken_on, c.name AS committee,
              coalesce(p.name, a.owner_name) AS owner
            FROM actions_action a
            LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
            LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
            WHERE a.tenant_id = $1 AND a.claimed_on IS NOT NULL ORDER BY a.claimed_on, a.id""",
            scope.tenant.id,
        )
        if not rows:
            return ()
        offices = await committees.offices_of_all(scope, on=scope.today)
        return tuple(_thing(scope, row, offices.get(row["committee_id"], {})) for row in rows)

    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        return (("Answer it on the action’s page", f"/actions/{line.thing.id}"),)


SOURCE = _Claims()


def claimed_on(action: Mapping[str, Any], after: Mapping[str, Any], *, today: date) -> date | None:
    """Since when what is said of an action waits for an answer: today where it is said anew."""
    waits = after["struck_at"] is None and (
        State(after["state"]) is State.DONE_CLAIMED or after["asked"] is not None
    )
    if not waits:
        return None
    said = ("state", "asked", "asked_until")
    same = all(action[name] == after[name] for name in said) and action["claimed_on"] is not None
    kept: date | None = action["claimed_on"] if same else today
    return kept


async def follow(scope: Scope, action: Mapping[str, Any], *, now_on: date | None) -> None:
    """A claim was made, answered or changed: letters about the one before are taken back."""
    if action["claimed_on"] is not None:
        await deriving.settled(scope, SOURCE, thing_id=action["id"], key=_key(action["id"]))
    elif now_on is not None:
        await deriving.changed(scope, SOURCE)


def _thing(scope: Scope, row: Mapping[str, Any], offices: Mapping[str, tuple[UUID, ...]]) -> Thing:
    owner = row["owner_person_id"]
    asked = rules.Asked(row["asked"]) if row["asked"] else None
    claim = _SAYS[asked] if asked else "says that it is done"
    if row["asked_until"]:
        claim = f"{claim}, until {in_words(row['asked_until'])}"
    return Thing(
        key=_key(row["id"]),
        id=row["id"],
        ladder=LADDER,
        title=chasing.title_of(row),
        state="claimed",
        owner=row["owner"],
        due_on=Hours().counted(row["claimed_on"], ANSWER_WITHIN),
        holders=() if owner is None else (owner,),
        not_to=() if owner is None else (owner,),
        posts={office: offices.get(office, ()) for office in ("chair", "vice-chair")},
        places={
            "tenant": scope.tenant.name,
            "committee": row["committee"] or scope.tenant.name,
            "opened_on": in_words(row["undertaken_on"]),
            "claim": claim,
            "claimed_on": in_words(row["claimed_on"]),
            "signed_by": "Governance team",
            "address": "",
        },
    )


def _key(action_id: UUID) -> str:
    return f"actions.action-claimed/{action_id}"

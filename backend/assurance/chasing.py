"""Chasing evidence: what is to be looked at again, by the day of its review, its expiry or the amendment behind it."""

from datetime import date
from uuid import UUID

from backend.assurance.queries import evidence as queries
from backend.assurance.queries.evidence import EvidenceView
from backend.assurance.rules.evidence import State
from backend.chasing import deriving
from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.kit.calendar import in_words
from backend.people import permissions
from backend.scope import Scope

LADDER = "evidence-review"


class _Evidence(deriving.Derived):
    """Evidence in use that has a day of review or of expiry, or whose record was amended."""

    ladder = LADDER
    chore = "assurance.chase_evidence"

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        # a person's preview shows what goes to everybody, so no reader's eyes: a confidential title stays unsaid below
        found = (_thing(scope, each) for each in await queries.all_evidence(scope.as_chore(self.chore)))
        return tuple(each for each in found if each is not None)

    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        return (("See the evidence", f"/evidence/{line.thing.id}"),)


SOURCE = _Evidence()


async def begin(scope: Scope) -> None:
    """There is another item, with a day of its own."""
    await deriving.changed(scope, SOURCE)


async def settle(scope: Scope, *, evidence_id: UUID) -> None:
    """Something was done with an item: what still waits to chase it is taken back, and it is looked at anew."""
    await deriving.settled(scope, SOURCE, thing_id=evidence_id, key=_key(evidence_id))


def _thing(scope: Scope, item: EvidenceView) -> Thing | None:
    """The item as it is owed; None for one that was withdrawn, or that no day and no amendment calls for."""
    if item.state is State.WITHDRAWN:
        return None
    days = [(day, words) for day, words in _reasons(item) if day is not None]
    if not days:
        return None
    due_on, because = min(days)
    title = (
        f"{item.reference}, confidential evidence" if item.confidential else f"{item.reference} {item.title}"
    )
    return Thing(
        key=_key(item.id),
        id=item.id,
        ladder=LADDER,
        title=title,
        state="in-use",
        owner=item.owner,
        due_on=due_on,
        holders=(item.owner_person_id,),
        instead=permissions.OFFICER,
        places={
            "tenant": scope.tenant.name,
            "because": because,
            "used": _used(item.used),
            "opened_on": in_words(scope.day_of(item.added_at)),
            "signed_by": "Governance team",
            "address": "",
        },
    )


def _reasons(item: EvidenceView) -> tuple[tuple[date | None, str], ...]:
    amended = item.amendments[-1].on if item.amendments else None
    return (
        (item.review_on, f"is to be reviewed by {in_words(item.review_on)}" if item.review_on else ""),
        (item.expires_on, f"counts until {in_words(item.expires_on)}" if item.expires_on else ""),
        (amended, f"rests on a record that was changed on {in_words(amended)}" if amended else ""),
    )


def _used(count: int) -> str:
    if not count:
        return "Nothing rests on it yet."
    return "One thing rests on it." if count == 1 else f"{count} things rest on it."


def _key(evidence_id: UUID) -> str:
    return f"assurance.evidence-owed/{evidence_id}"

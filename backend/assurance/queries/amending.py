"""Which records that serve as evidence were amended since: read from the ledger, whenever somebody looks.

Nothing has to run for this: what was done to a record stands in the ledger the moment that it was done.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.assurance.rules.evidence import Amendment
from backend.ledger import queries as ledger
from backend.scope import Scope

REGISTERS = "registers"
"""The room under which a register as at a day is linked; the kind is the register's own id."""

# What amends a record, by its room and kind: the act of the ledger, and what is said of it.
AMENDS: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType(
    {
        ("meetings", "decision"): {
            "meetings.decision.struck-out": "The decision was struck out",
            "sittings.irregularity.opened-again": "A fault of the decision was opened again",
        },
        ("sittings", "minutes"): {
            "sittings.minutes.edited": "The words of the minutes were changed",
            "sittings.minutes.reopened": "The minutes were opened again for changes",
            "sittings.minutes.recalled": "The minutes were taken back from the public",
            "sittings.minutes.approved": "The minutes were approved with corrections",
        },
        ("actions", "action"): {
            "actions.action.reopened": "The action was reopened",
            "actions.action.withdrawn": "The action was withdrawn",
            "actions.action.struck-out": "The action was struck out",
            "actions.action.reworded": "The words of the action were changed",
            "actions.step.undone": "A step of the action was undone",
        },
    }
)

# What corrects the entries of a register: its id, then room and kind of its records, then acts.
CORRECTS: Mapping[str, tuple[str, str, Mapping[str, str]]] = MappingProxyType(
    {
        "interests": (
            "interests",
            "interest",
            {
                "interests.interest.corrected": "An entry of the register was corrected",
                "interests.interest.withdrawn": "An entry of the register was withdrawn",
                "interests.interest.taken-back": "An entry of the register was taken back",
            },
        ),
        "gifts": (
            "interests",
            "gift",
            {
                "interests.gift.corrected": "An entry of the register was corrected",
                "interests.gift.withdrawn": "An entry of the register was withdrawn",
                "interests.gift.taken-back": "An entry of the register was taken back",
            },
        ),
        "procurement": (
            "procurement",
            "procurement",
            {
                "procurement.decision.corrected": "A decision on the register was corrected",
                "procurement.procurement.taken-back": "An entry of the register was taken back",
            },
        ),
        "breaches": (
            "concerns",
            "breach",
            {"concerns.breach.withdrawn": "An entry of the register was withdrawn"},
        ),
    }
)
_WORDS: Mapping[str, str] = MappingProxyType(
    {act: words for acts in AMENDS.values() for act, words in acts.items()}
    | {act: words for _, _, acts in CORRECTS.values() for act, words in acts.items()}
)
_ONLY_WITH_CORRECTIONS = "sittings.minutes.approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A record that serves as evidence, and since when somebody has not looked at it again."""

    evidence_id: UUID
    room: str
    kind: str
    record_id: UUID
    since: datetime


async def amendments_of(
    scope: Scope, links: Sequence[Link], *, until: datetime
) -> dict[UUID, tuple[Amendment, ...]]:
    """What was done to each linked record after `since` and up to `until`, oldest first, by the evidence's id.

    Of a register counts what was done to an entry that was there when the register was linked.
    """
    watched = []
    for link in links:
        if link.room == REGISTERS and link.kind in CORRECTS:
            room, kind, _ = CORRECTS[link.kind]
            watched.append(ledger.Watched(key=link.evidence_id, room=room, kind=kind, since=link.since))
        elif (link.room, link.kind) in AMENDS:
            watched.append(
                ledger.Watched(
                    key=link.evidence_id,
                    room=link.room,
                    kind=link.kind,
                    record_id=link.record_id,
                    since=link.since,
                )
            )
    found: dict[UUID, list[Amendment]] = defaultdict(list)
    for key, event in await ledger.acts_since(scope, watched, acts=tuple(_WORDS), until=until):
        if event.act == _ONLY_WITH_CORRECTIONS and not (event.after or {}).get("corrections"):
            continue
        found[key].append(
            Amendment(at=event.at, on=_day(scope, event.at), words=_WORDS[event.act], by=event.actor_name)
        )
    return {key: tuple(each) for key, each in found.items()}


def _day(scope: Scope, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(scope.tenant.time_zone)).date()

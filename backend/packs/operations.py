"""Asking for packs and giving them up, how one wants one's own, and what may not go public as it is.

The worker builds them: see `chores`.
"""

from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.packs import asking, issuing, rules
from backend.packs.asking import BUILD_ASSURANCE_PACK, BUILD_BOARD_PACK
from backend.packs.assurance import definitions
from backend.packs.assurance import rules as assurance
from backend.packs.assurance.signing import give_opinion, mark_as_left, refuse, sign, withdraw
from backend.packs.assurance.standing import opinion_of
from backend.packs.assurance.striking import lift, strike
from backend.packs.board import copies, gates
from backend.packs.tables import Inaccessible, Pack
from backend.scope import NotFound, NotPermitted, Scope

__all__ = [
    "BUILD_ASSURANCE_PACK",
    "BUILD_BOARD_PACK",
    "ask_for_assurance_pack",
    "ask_for_board_pack",
    "cancel_pack",
    "excuse_paper",
    "give_opinion",
    "lift",
    "mark_as_left",
    "prefer",
    "refuse",
    "sign",
    "strike",
    "withdraw",
]


async def ask_for_board_pack(
    scope: Scope, *, meeting_id: UUID, variant: rules.Variant = rules.Variant.FULL
) -> UUID:
    """Ask for a board pack of a meeting; returns its id. It gets the next issue number of its variant.

    One that was asked for and not yet begun is the one that comes back: it will hold what is true by then. Raises
    rules.UnableToAskForPack, NotFound for the meeting.
    """
    if not scope.actor.chore:  # the clock asks for what is to be published
        scope.check_may(
            "packs.board.build", "Your role in this organisation does not include building board packs."
        )
    if not issuing.is_issue(variant, rules.STANDARD):
        raise rules.UnableToAskForPack(
            "The copies for members are made with each issue of the pack.", field="variant"
        )
    agenda = await meetings.agenda_for_pack(scope, meeting_id=meeting_id)
    standing = [item for item in agenda.items if item.withdrawn_because is None]
    rules.check_meeting(title=agenda.title, state=agenda.state, items=len(standing))
    said = gates.kept_back(copies.public_copy(agenda)) if variant is rules.Variant.PUBLIC else []
    if said and not scope.actor.chore:  # where the clock asks, the build fails and says so
        raise rules.UnableToAskForPack(" ".join(said))
    values = {"meeting_id": meeting_id, "variant": variant.value, "layout": rules.Layout.STANDARD.value}
    waiting, issue = await _next(scope, rules.Kind.BOARD, f"{meeting_id}/{variant}", values)
    if waiting is not None:
        return waiting
    copy = rules.VARIANT_IN_WORDS[variant].lower()
    title = f"Board pack of “{agenda.title}”, {copy}, issue {issue}"
    return await asking.ask(scope, rules.Kind.BOARD, title, BUILD_BOARD_PACK, {**values, "issue": issue})


async def ask_for_assurance_pack(
    scope: Scope,
    *,
    since: date,
    until: date,
    definition: str = definitions.GENERAL,
    with_verifier: bool = True,
) -> UUID:
    """Ask for an assurance pack of a period, both days included, by a definition (its id); returns its id.

    `with_verifier`: with a copy of the verifier in it, which some mail systems don't let through.
    Raises rules.UnableToAskForPack.
    """
    if not scope.actor.chore:  # the clock asks for that of a quarter
        scope.check_may(
            "packs.assurance.build",
            "Your role in this organisation does not include building assurance packs.",
        )
    rules.check_period(since=since, until=until, today=scope.today)
    chosen = definitions.definition_for(scope, id=definition, on=until)
    assurance.check_period_of(chosen, since=since, until=until)
    if chosen.opinion_needed and not await opinion_of(
        scope, definition_id=chosen.id, since=since, until=until
    ):
        raise rules.UnableToAskForPack(
            f"“{chosen.title}” opens with an opinion, and nobody has given one for these days. "
            "Ask the accountable officer for it first.",
            field="definition",
        )
    values = {"since_on": since, "until_on": until}
    waiting, issue = await _next(
        scope, rules.Kind.ASSURANCE, f"{since}/{until}", values, definition=chosen.id
    )
    if waiting is not None:
        return waiting
    period = rules.Period(since=since, until=until)
    title = f"{chosen.title} for {period.in_words}, issue {issue}"
    return await asking.ask(
        scope,
        rules.Kind.ASSURANCE,
        title,
        BUILD_ASSURANCE_PACK,
        {**values, "definition": chosen.key, "issue": issue, "with_verifier": with_verifier},
    )


async def _next(
    scope: Scope, kind: rules.Kind, what: str, values: dict[str, Any], *, definition: str | None = None
) -> tuple[UUID | None, int]:
    """The pack of the same sort that nobody has begun yet, if there is one, and the number of the next issue."""
    # held until the end, so that two officers at once get two numbers, or the same pack
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs/{scope.tenant.id}/{kind}/{what}"
    )
    rows = await Pack.within(scope, Pack.id, Pack.state, Pack.issue, Pack.same_as, Pack.definition).where(
        Pack.kind == kind.value, *(getattr(Pack, name) == value for name, value in values.items())
    )
    if definition is not None:  # issues are counted through the editions of a definition
        rows = [row for row in rows if definitions.definition_id(row["definition"]) == definition]
    waiting = next((row["id"] for row in rows if row["state"] == rules.State.ASKED), None)
    given = [row["issue"] for row in rows if row["state"] not in rules.GIVEN_UP and row["same_as"] is None]
    return waiting, max(given, default=0) + 1


async def cancel_pack(scope: Scope, *, pack_id: UUID) -> None:
    """Give a pack up that is not finished; whoever builds it stops before its next part, and nothing is kept of it.

    Raises rules.UnableToCancelPack where it is finished, NotFound.
    """
    rows = await fetch(
        "SELECT kind, state, issue FROM packs_pack WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        pack_id,
    )
    if not rows:
        raise NotFound("pack")
    row = rows[0]
    scope.check_may(
        f"packs.{row['kind']}.build", "Your role in this organisation does not include building such packs."
    )
    if rules.State(row["state"]) in rules.FINAL:
        raise rules.UnableToCancelPack(
            f"The pack is {rules.STATE_IN_WORDS[rules.State(row['state'])].lower()}, so it can’t be cancelled any more."
        )
    await Pack.change(
        scope, state=rules.State.CANCELLED.value, words=f"Cancelled by {scope.actor.name}."
    ).where(Pack.id == pack_id)
    what = "Board pack" if row["kind"] == rules.Kind.BOARD else "Assurance pack"
    subject = Record(
        room="packs", kind=f"{row['kind']}-pack", id=pack_id, title=f"{what}, issue {row['issue']}"
    )
    await ledger.record(scope, "packs.pack.cancelled", subject)


async def prefer(scope: Scope, *, format: rules.Format) -> tuple[UUID, ...]:
    """Say how one wants one's own packs from now on; asks for those of meetings to come, and returns these.

    Raises NotPermitted for whoever is no person of the tenant.
    """
    person_id = scope.actor.person_id
    if person_id is None:
        raise NotPermitted("Only a person has a pack of their own.")
    await execute(
        "INSERT INTO packs_preference (tenant_id, id, person_id, layout, points, changed_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, person_id) "
        "DO UPDATE SET layout = excluded.layout, points = excluded.points, changed_at = excluded.changed_at",
        scope.tenant.id,
        new_id(),
        person_id,
        format.layout.value,
        format.points,
        scope.now,
    )
    subject = Record(
        room="packs", kind="preference", id=person_id, title=f"How {scope.actor.name} wants packs"
    )
    await ledger.record(scope, "packs.preference.changed", subject, after={"format": format.key})
    asked: list[UUID] = []
    for meeting in await meetings.meetings_of(scope, when="upcoming"):  # a handful
        if scope.sits_on(meeting.committee_id):
            asked += await issuing.ask_for_members_copies(scope, meeting_id=meeting.id, person_id=person_id)
    return tuple(asked)


async def excuse_paper(scope: Scope, *, paper_id: UUID, version: int, reason: str, ask: str) -> None:
    """Record why a version of a paper goes public without one that everybody can read, and how to ask for one.

    Both are printed in its place in the public copy, with the name of whoever records it. Raises rules.UnableToExcuse,
    NotFound.
    """
    scope.check_may(
        "packs.board.build", "Your role in this organisation does not include building board packs."
    )
    paper = await meetings.paper(scope, paper_id=paper_id)
    if paper.line.version != version:
        raise rules.UnableToExcuse(
            f"Version {paper.line.version} of “{paper.line.title}” was handed in meanwhile. Look at that one first."
        )
    if paper.line.content_kind != "pdf":
        raise rules.UnableToExcuse(
            f"“{paper.line.title}” is printed from its words, so everybody can read it."
        )
    told = {"reason": reason.strip(), "ask": ask.strip()}
    for field, value in told.items():
        if not value:
            raise rules.UnableToExcuse("Say why, and how people can ask for it in another form.", field=field)
    await Inaccessible.add(
        scope,
        paper_id=paper_id,
        version=version,
        decided_at=scope.now,
        decided_by_person_id=scope.actor.person_id,
        decided_by_name=scope.actor.name,
        **told,
    )
    subject = Record(
        room="meetings", kind="paper", id=paper_id, title=paper.line.title, hash=paper.line.sha256
    )
    await ledger.record(scope, "packs.paper.excused", subject, after={"version": version, **told})

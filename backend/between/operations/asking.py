"""Putting a matter to members by correspondence: asking, replying, reminding, closing."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.between import rules, settings
from backend.between.operations import finishing
from backend.between.operations.finishing import Finished
from backend.between.operations.holding import hold_act, name_of, record_of
from backend.between.operations.recording import Said, add_person
from backend.between.queries.judging import judged
from backend.between.queries.reading import people_rows
from backend.between.tables import Act, Person
from backend.committees import queries as committees
from backend.kit.calendar import working_day_after, working_day_before
from backend.ledger import operations as ledger
from backend.meetings.rules import day_of
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.tenancy import dues

CHORE = "between.remind_asked"
"""Reminds those who were asked and have not replied, some days before the last day for it."""
_OUT = (rules.Handling.NO_PART.value, rules.Handling.NO_PAPERS.value)


async def ask_members(
    scope: Scope,
    *,
    act_id: UUID,
    person_ids: Collection[UUID],
    reply_by: date | None = None,
    asked_at: datetime | None = None,
    by_letter: bool = True,
) -> None:
    """Put the question to members; `reply_by` is the rule's working days on unless given.

    `by_letter` is off where they were asked another way, and `asked_at` says when. Raises rules.UnableToRecordAct,
    NotFound.
    """
    row = await hold_act(scope, act_id)
    if rules.ActKind(row["kind"]) is not rules.ActKind.CORRESPONDENCE:
        raise rules.UnableToRecordAct("Only what is decided by correspondence is put to members here.")
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to={rules.ActState.RECORDING}, what="it was put to members already")
    if not person_ids:
        raise rules.UnableToRecordAct("Choose who is asked.", field="person_ids")
    moment = asked_at or scope.now
    if moment > scope.now:
        raise rules.UnableToRecordAct("That day is still to come.", field="asked_on")
    asked_on = day_of(scope, moment)
    last = reply_by or await _last_day(scope, row, asked_on)
    if last < asked_on:
        raise rules.UnableToRecordAct(
            "The last day for replies must not be before the question was put.", field="reply_by"
        )
    known = {
        each["person_id"]
        for each in (await people_rows(scope, [act_id])).get(act_id, [])
        if each["part"] == rules.Part.ASKED.value
    }
    for person_id in dict.fromkeys(person_ids):
        if person_id not in known:
            await add_person(scope, act_id=act_id, part=rules.Part.ASKED, said=Said(person_id=person_id))
    await Act.change(scope, state=rules.ActState.ASKING.value, asked_at=moment, reply_by=last).where(
        Act.id == act_id
    )
    after = {
        "asked_at": moment,
        "reply_by": last,
        "people": set(map(str, person_ids)),
        "by_letter": by_letter,
    }
    await ledger.record(scope, "between.act.asked", record_of(scope, row), after=after)
    if by_letter:
        await _write_to(scope, {**row, "reply_by": last}, kind="between.question", rung="asked")
        await dues.set_due_by(scope, chore=CHORE, at=_remind_at(scope, last, await _remind_days(scope, row)))


async def reply(
    scope: Scope,
    *,
    act_id: UUID,
    answer: rules.Answer,
    words: str | None = None,
    interest: str | None = None,
    person_id: UUID | None = None,
    said_at: datetime | None = None,
    handling: rules.Handling | None = None,
    handled_by: str | None = None,
    declared: rules.Declared | None = None,
) -> None:
    """Reply to a question, for oneself; or write down what somebody else replied another way (`person_id`, `said_at`).

    A later reply replaces the earlier one until the question is closed. An interest that is declared is kept with it;
    how it is handled is somebody else's to say. Without a word of it (`declared`), whoever replies for themselves has
    none, and somebody else was not asked. Raises rules.UnableToReply, NotFound.
    """
    row = await hold_act(scope, act_id)
    who = person_id or scope.actor.person_id
    line = next(
        (
            each
            for each in (await people_rows(scope, [act_id])).get(act_id, [])
            if each["person_id"] == who and each["part"] == rules.Part.ASKED.value
        ),
        None,
    )
    if line is None:
        raise NotFound("question to you") if person_id is None else NotFound("person in this act")
    if rules.ActState(row["state"]) is not rules.ActState.ASKING:
        raise rules.UnableToReply("This question is closed, so it takes no more replies.")
    moment = said_at or scope.now
    if moment > scope.now:
        raise rules.UnableToReply("That day is still to come.", field="said_on")
    own = who == scope.actor.person_id
    if own and (handling is not None or handled_by):
        raise rules.UnableToReply("Nobody decides how their own interest is handled.", field="handling")
    told = (interest or "").strip() or None
    unsaid = rules.Declared.NONE if own else rules.Declared.NOT_ASKED
    if not told and declared is rules.Declared.NONE:
        unsaid = declared
    values: dict[str, Any] = {
        "answer": answer.value,
        "words": (words or "").strip() or None,
        "said_at": moment,
        "said_by_name": scope.actor.name,
        "declared": (rules.Declared.INTEREST if told else unsaid).value,
        "interest": told,
    }
    if not own:
        values |= {
            "handling": handling.value if handling else None,
            "handled_by": (handled_by or "").strip() or None,
        }
    await Person.change(scope, **values).where(Person.id == line["id"])
    await ledger.record(
        scope,
        "between.reply.given",
        record_of(scope, row),
        before={"person_id": who, "answer": line["answer"], "interest": line["interest"]},
        after={"person_id": who, **values},
    )
    await notices.withdraw(scope, key=f"between.question/{act_id}/{who}")


async def handle_interest(
    scope: Scope, *, act_id: UUID, line_id: UUID, handling: rules.Handling | None, handled_by: str | None
) -> None:
    """Say how somebody's interest is handled, and who decided that. Raises rules.UnableToRecordAct, NotFound."""
    row = await hold_act(scope, act_id)
    rules.check_can_change(
        rules.ActState(row["state"]),
        to=rules.OPEN,
        what="how interests were handled stays as it was recorded",
    )
    lines = await Person.within(scope).where(
        Person.id == line_id, Person.act_id == act_id, Person.removed_at.is_null()
    )
    if not lines:
        raise NotFound("person in this act")
    (line,) = lines
    if line["person_id"] == scope.actor.person_id:
        raise rules.UnableToRecordAct(
            "Nobody decides how their own interest is handled, nor writes it down.", field="handling"
        )
    if handling is not None and not (handled_by or "").strip():
        raise rules.UnableToRecordAct("Say who decided it.", field="handled_by")
    values = {
        "handling": handling.value if handling else None,
        "handled_by": (handled_by or "").strip() or None,
    }
    await Person.change(scope, **values).where(Person.id == line_id)
    await ledger.record(
        scope,
        "between.interest.handled",
        record_of(scope, row),
        before={
            "person_id": line["person_id"],
            "handling": line["handling"],
            "handled_by": line["handled_by"],
        },
        after={"person_id": line["person_id"], **values},
    )


async def remind(scope: Scope, *, act_id: UUID) -> int:
    """Remind those who have not replied, each once a day at most; returns how many."""
    row = await hold_act(scope, act_id)
    rules.check_can_change(
        rules.ActState(row["state"]), to={rules.ActState.ASKING}, what="nobody is to be reminded"
    )
    return await _write_to(scope, row, kind="between.reminder", rung=f"{scope.today:%Y-%m-%d}")


async def remind_asked(scope: Scope) -> None:
    """Remind for every question whose last day is near, and say when to look again."""
    await dues.hold_due(scope, chore=CHORE)
    await dues.clear_due(scope, chore=CHORE)
    for each in await Act.within(scope).where(Act.state == rules.ActState.ASKING.value).order_by(Act.id):
        row = await hold_act(scope, each["id"])
        at = _remind_at(scope, row["reply_by"], await _remind_days(scope, row))
        if at > scope.now:
            await dues.set_due_by(scope, chore=CHORE, at=at)
        elif scope.today <= row["reply_by"]:
            await _write_to(scope, row, kind="between.reminder", rung="before-last-day")


async def close(
    scope: Scope,
    *,
    act_id: UUID,
    closing: rules.Closing,
    words: str | None = None,
    closed_at: datetime | None = None,
) -> Finished:
    """Say how the members decided; never refused for it. `words` replace the question by what was decided.

    Raises rules.UnableToRecordAct for what was closed already or is still to come, NotFound.
    """
    row = await hold_act(scope, act_id)
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to={rules.ActState.ASKING}, what="there is no question to close")
    moment = closed_at or scope.now
    if moment > scope.now:
        raise rules.UnableToRecordAct("That day is still to come.", field="closed_on")
    if (words or "").strip():
        await Act.change(scope, words=(words or "").strip()).where(Act.id == act_id)
        row = await hold_act(scope, act_id)
    found = await judged(scope, row, closing=closing, at=moment)
    await notices.withdraw(scope, key=f"between.question/{act_id}")
    return await finishing.finish(scope, row, found, taken_at=moment, closing=closing)


async def _last_day(scope: Scope, row: Any, asked_on: date) -> date:
    rule = settings.rule_of(scope, rules.ActKind.CORRESPONDENCE, committee=row["committee_slug"], on=asked_on)
    return working_day_after(asked_on, rule.reply_days if rule else 5)


async def _remind_days(scope: Scope, row: Any) -> int:
    rule = settings.rule_of(
        scope, rules.ActKind.CORRESPONDENCE, committee=row["committee_slug"], on=scope.today
    )
    return rule.remind_days if rule else 2


def _remind_at(scope: Scope, last: date, days: int) -> datetime:
    """Eight in the morning, so many working days before the last day."""
    zone = ZoneInfo(scope.tenant.time_zone)
    return datetime.combine(working_day_before(last, days), time(8), zone).astimezone(UTC)


async def _write_to(scope: Scope, row: Any, *, kind: str, rung: str) -> int:
    """Write to those who were asked, have not replied, and are to see the question."""
    waiting = [
        each
        for each in (await people_rows(scope, [row["id"]])).get(row["id"], [])
        if each["part"] == rules.Part.ASKED.value and each["answer"] is None and each["handling"] not in _OUT
    ]
    known = await people.persons_by_id(scope, [each["person_id"] for each in waiting if each["person_id"]])
    committee = (await committees.committee_names(scope)).get(row["committee_id"], "")
    told = await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"between.question/{row['id']}/{person.id}/{rung}",
                to=Recipient(person_id=person.id, name=person.name, address=person.email),
                context={
                    "act": name_of(scope, row),
                    "committee": committee,
                    "title": "a private matter" if row["private_reason"] else row["title"],
                    "reply_by": row["reply_by"],
                    "act_id": row["id"],
                },
            )
            for person in known.values()
        ],
    )
    if kind == "between.reminder" and told:
        ids = [each["id"] for each in waiting if each["person_id"] in known]
        await Person.change(scope, reminded_at=scope.now).where(Person.id.is_in(ids))
        await ledger.record(
            scope, "between.act.reminded", record_of(scope, row), after={"letters": len(told)}
        )
    return len(told)

"""The monthly round: who says what of a risk, who checks it, and what is missing at the cut-off."""

from dataclasses import replace
from datetime import date

import pytest

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.risks import chores, operations, rules
from backend.risks.queries.rounds import RoundView, round_of
from backend.risks.rules import rounds
from backend.risks.rules.rounds import Outcome, Stand
from backend.scope import NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage
from tests.risks.made import SAID, act, later, scored, seen

OWNER, LEAD, OTHER = new_id(), new_id(), new_id()


def test_missing_is_what_was_said_after_the_cut_off_or_not_at_all() -> None:
    early, late, never = new_id(), new_id(), new_id()
    said = {early: date(2014, 9, 20), late: date(2014, 9, 21)}
    assert rounds.missing_at([early, late, never], said, cut_off_on=date(2014, 9, 20)) == (late, never)


@pytest.mark.parametrize(
    ("actor", "executive", "lead", "said_by", "may"),
    [
        (LEAD, False, LEAD, OWNER, True),
        (OTHER, True, LEAD, OWNER, False),
        (OTHER, True, None, OWNER, True),
        (OTHER, False, None, OWNER, False),
        (OWNER, True, None, OTHER, False),
        (OTHER, True, OWNER, OWNER, True),
        (LEAD, True, LEAD, LEAD, False),
        (OTHER, True, LEAD, LEAD, True),
    ],
    ids=[
        "lead", "another-executive", "no-lead", "no-executive", "owner-of-it", "lead-is-owner", "lead-said-it",
        "another-where-lead-said-it",
    ],
)  # fmt: skip
def test_lead_executive_checks_and_nobody_their_own(
    actor: object, executive: bool, lead: object, said_by: object, may: bool
) -> None:
    given = {"actor": actor, "is_executive": executive, "lead": lead, "owner": OWNER, "said_by": said_by}
    assert rounds.may_check(**given) is may  # type: ignore[arg-type]  # ids of the table above


def test_round_with_a_cut_off_out_of_its_month_is_refused() -> None:
    month, today = date(2014, 9, 1), date(2014, 9, 1)
    rounds.check_round(month=month, cut_off_on=date(2014, 10, 3), today=today)
    for cut_off_on in (date(2014, 8, 30), date(2014, 12, 1)):
        with pytest.raises(rules.UnableToKeepRisk):
            rounds.check_round(month=month, cut_off_on=cut_off_on, today=today)


async def _round(scope: Scope, round_id: object) -> RoundView:
    async with transactions.scope_tx(scope, readonly=True):
        return await round_of(scope, round_id=round_id)  # type: ignore[arg-type]  # an id of the room's own


async def _written(scope: Scope) -> list[tuple[str, str, int]]:
    """The letters of a round: to whom, under which words, about how many risks."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, subject, text FROM notices_letter "
            "WHERE tenant_id = $1 AND kind LIKE '%round-owed' ORDER BY id",
            scope.tenant.id,
        )
    return [(row["recipient_name"], row["subject"].strip(), row["text"].count("\n- R")) for row in rows]


async def test_owner_says_lead_checks_and_the_cut_off_lists_what_is_missing(stage: Stage) -> None:
    officer = stage.officer
    owner = replace(
        stage.gp, roles=frozenset({"executive-owner"}), permissions=frozenset({"risks.read", "risks.keep"})
    )
    lead = replace(
        stage.second_gp,
        roles=frozenset({"executive-owner"}),
        permissions=frozenset({"risks.read", "risks.keep"}),
    )
    said = replace(SAID, owner_person_id=owner.actor.person_id, lead_person_id=lead.actor.person_id)
    first, second, third = [await act(officer, operations.open_risk, said=said) for _ in range(3)]
    opened = {"month": date(2014, 9, 1), "cut_off_on": date(2014, 9, 20)}
    round_id = await act(later(officer, "2014-09-02"), operations.open_round, **opened)
    with pytest.raises(rules.UnableToKeepRisk, match="opened already"):
        await act(officer, operations.open_round, **opened)
    ((name, subject, about),) = await _written(officer)
    assert (name, about) == (
        owner.actor.name,
        3,
    ) and subject == "3 risks to update or confirm by 20 September 2014"
    mid = "2014-09-15"
    await scored(later(owner, mid), second, 3, 3)
    for risk_id in (first, second):
        await act(
            later(owner, mid), operations.confirm, round_id=round_id, risk_id=risk_id, words="Looked at"
        )
    with pytest.raises(NotPermitted, match="by its owner"):
        await act(later(lead, mid), operations.confirm, round_id=round_id, risk_id=third)
    with pytest.raises(OvertakenByAnother, match="confirmed it already"):
        await act(later(officer, mid), operations.confirm, round_id=round_id, risk_id=first)
    found = {each.risk.id: each for each in (await _round(later(officer, mid), round_id)).risks}
    assert [found[each].stand for each in (first, second, third)] == [
        Stand.TO_CHECK,
        Stand.TO_CHECK,
        Stand.MISSING,
    ]
    assert [found[each].last.outcome for each in (first, second)] == [Outcome.CONFIRMED, Outcome.UPDATED]  # type: ignore[union-attr]  # both were said
    assert (await seen(later(officer, mid), first)).reviewed_on == date(2014, 9, 15)
    ids = {each: found[each].last.id for each in (first, second)}  # type: ignore[union-attr]  # both were said
    with pytest.raises(rules.UnableToKeepRisk, match="somebody else checks"):
        await act(later(owner, mid), operations.check, confirmation_id=ids[first], agreed=True)
    await act(later(lead, mid), operations.check, confirmation_id=ids[first], agreed=True)
    with pytest.raises(OvertakenByAnother, match="checked it already"):
        await act(later(lead, mid), operations.check, confirmation_id=ids[first], agreed=True)
    await act(
        later(lead, mid),
        operations.check,
        confirmation_id=ids[second],
        agreed=False,
        words="The score looks low",
    )
    near = later(officer, "2014-09-17").as_chore("risks.close_rounds")
    for _ in range(2):
        await chores.close_rounds(near)
    reminders = [
        about for _, subject, about in await _written(officer) if subject.startswith("Reminder: 2 risks")
    ]
    assert reminders == [2]  # what was sent back, and what was never said; once
    # after the cut-off the worker closes it; what was sent back and not said again is missing too
    after = later(officer, "2014-09-22")
    assert [each.risk.id for each in (await _round(after, round_id)).missing_at_cut_off] == [second, third]
    await chores.close_rounds(after.as_chore("risks.close_rounds"))
    await act(
        later(owner, "2014-09-22"),
        operations.confirm,
        round_id=round_id,
        risk_id=second,
        words="Scored again",
    )
    view = await _round(after, round_id)
    assert not view.line.open and [each.risk.id for each in view.missing_at_cut_off] == [second, third]
    again = next(each for each in view.risks if each.risk.id == second)
    assert again.last is not None and again.last.late and again.stand is Stand.TO_CHECK

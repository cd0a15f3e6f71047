"""The rules on their pages: where values come from, own values, and a move that is seen before it is made."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
import pytest_asyncio

from backend.interests import settings
from backend.interests.operations import rule_sets as acts
from backend.interests.rules import rule_set_moves as moves
from backend.interests.rules.rule_sets import Area, UnableToSettleRules
from backend.kit.database import fetch
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
LIMIT = "gifts.other.gift.limit-1"


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def test_reader_sees_each_value_with_its_source_and_may_not_change_it(visit: Visit) -> None:
    auditor = await visit(roles=("internal-audit",))
    page = await auditor.get("/interests/rules")
    assert page.status_code == 200
    assert "edition 2024-09" in page.text
    assert "From memory" in page.text
    assert "Mid and South Essex ICB: conflicts of interest" in page.text
    assert "/interests/rules/values/" not in page.text
    assert (await auditor.get(f"/interests/rules/values/{LIMIT}")).status_code == 403


async def test_officer_sets_an_own_value_and_takes_it_back(officer: Visitor) -> None:
    answer = await officer.post(
        f"/interests/rules/values/{LIMIT}", {"value": "£20.00", "reason": "Agreed by the board."}
    )
    assert answer.status_code == 303, answer.text
    page = await officer.get("/interests/rules")
    assert "£20.00" in page.text
    assert "the edition says £50.00" in page.text
    assert "Agreed by the board." in page.text
    assert "you pinned it" in page.text

    answer = await officer.post(f"/interests/rules/values/{LIMIT}/removal", {"reason": "A mistake."})
    assert answer.status_code == 303, answer.text
    assert "£20.00" not in (await officer.get("/interests/rules")).text


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (LIMIT, "a lot", "needs an amount in pounds"),
        ("declare_within_days", "soon", "needs a whole number"),
        ("declare_within_days", "0", "The value must be 1 or more."),
        ("publication.nil_returns_published", "perhaps", "needs true or false"),
    ],
)
async def test_value_that_cannot_be_comes_back_with_a_sentence(
    officer: Visitor, key: str, value: str, words: str
) -> None:
    answer = await officer.post(f"/interests/rules/values/{key}", {"value": value, "reason": "Why not."})
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    "path", ["values/nothing", "values/indirect_is", "editions/1999-01", "move?edition=1999-01"]
)
async def test_value_or_edition_that_is_not_there_is_not_found(officer: Visitor, path: str) -> None:
    assert (await officer.get(f"/interests/rules/{path}")).status_code == 404


async def test_move_says_what_changes_and_for_whom_before_it_is_made(
    officer: Visitor, demo_scope: Scope
) -> None:
    preview = await officer.get("/interests/rules/move?edition=2016-06")
    assert preview.status_code == 200
    for words in (
        "They declare every 6 months instead of every 12: sooner than before.",
        "declined, declared. Before: up to £6.00",
        "The role of Conflicts of Interest Guardian",
        "A new return: Quarterly self-certification to NHS England.",
        "Olive Invented: What conflicts of interest are",
    ):
        assert (words in preview.text) is (words != "The role of Conflicts of Interest Guardian"), words
    async with transactions.scope_tx(demo_scope, readonly=True):
        assert (await settings.rule_set_of(demo_scope)).edition == "2024-09", "nothing is applied by looking"

    seen = {"edition": "2016-06", "seen_from": f"{settings.FRAMEWORK}/2024-09"}
    assert (await officer.post("/interests/rules/move", seen)).status_code == 422, "a reason is asked for"
    answer = await officer.post("/interests/rules/move", {**seen, "reason": "To try it."})
    assert answer.status_code == 303, answer.text
    page = await officer.get("/interests/rules")
    assert "A newer edition is in force" in page.text
    assert "To try it." in page.text
    again = await officer.post("/interests/rules/move", {**seen, "reason": "Twice."})
    assert again.status_code == 422
    assert "Somebody moved to another edition" in again.text


async def test_edition_cannot_be_moved_to_before_it_begins(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        with pytest.raises(UnableToSettleRules, match="begins on 28 June 2016"):
            await acts.move_to(scope, edition="2016-06", reason="Too soon.")


async def test_own_value_that_the_new_edition_does_not_know_falls_away(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await acts.set_own_value(
            scope, key="publication.at_least_every_months", value=6, reason="Twice a year."
        )
        kept, fallen = acts.kept_in_move(
            settings.edition_of(f"{settings.FRAMEWORK}/2017-06"),
            (
                *await settings.overrides_of(scope),
                settings.Override(key="declarants.nobody.refresh_months", value=3, reason="Old."),
            ),
        )
        pins = await fetch(
            "SELECT rule_set, from_on FROM interests_pin WHERE tenant_id = $1", scope.tenant.id
        )
    assert [each.key for each in kept] == ["publication.at_least_every_months"]
    assert [each.key for each in fallen] == ["declarants.nobody.refresh_months"]
    assert [(row["rule_set"], row["from_on"]) for row in pins] == [
        (f"{settings.FRAMEWORK}/2013-03", date(2014, 9, 1))
    ]


def test_every_move_between_neighbours_is_told_and_none_to_itself() -> None:
    editions = settings.editions()
    for old, new in itertools.pairwise(editions):
        assert moves.changes_between(old, new), f"{old.edition} to {new.edition}"
        assert moves.changes_between(old, old) == ()
    areas = {change.area for change in moves.changes_between(editions[1], editions[2])}
    assert areas == set(Area) - {Area.RETENTION}

"""Facts follow what is done, rules follow facts, and what was said on a past day is said of it still."""

from backend.assurance.queries.verdicts import verdicts_of
from backend.scope import Scope
from backend.tenancy import transactions
from tests.assurance.rule_stage import an_edition

GUARDIAN = {"fact": "office.holder", "on": "coi-guardian", "given": True}


async def test_rule_is_unknown_then_followed(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        _, (one,) = await an_edition(scope, [GUARDIAN])
        found = await verdicts_of(scope, requirement_ids=[one])
    assert found[one].outcome == "unknown"
    assert found[one].rule_words == "The Conflicts of Interest Guardian is in post."

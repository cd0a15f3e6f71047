"""Of some people, those from whom a declaration is missing or overdue: what a chair is told before they sit."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from backend.interests import settings
from backend.interests.queries import declarations
from backend.kit.calendar import in_words
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeclared:
    """Somebody without a declaration that holds; `words` say what the register has, such as: has not declared."""

    person_id: UUID
    person_name: str
    words: str


async def undeclared_among(scope: Scope, *, person_ids: Collection[UUID]) -> tuple[Undeclared, ...]:
    """Who of these people never declared, or owes a declaration that was due before today; by name.

    Of somebody who is paused it is said only that the register has nothing yet, and never that they are late.
    """
    wanted = set(person_ids)
    if not wanted:
        return ()
    try:
        rule_set = await settings.rule_set_of(scope)
    except settings.NoRuleSet:
        rule_set = None  # no edition says by when: then nobody is overdue
    found = []
    for standing in await declarations.standings_of(scope):
        if standing.person_id not in wanted:
            continue
        words = ""
        if standing.last_kind is None:
            words = "has nothing on the register yet" if standing.paused else "has not declared"
        elif rule_set is not None and not standing.paused and standing.last_declared_on is not None:
            due_on = standing.due_on(rule_set)
            if due_on < scope.today:
                last = in_words(standing.last_declared_on)
                words = f"last declared on {last}; the next was due by {in_words(due_on)}"
        if words:
            found.append(
                Undeclared(person_id=standing.person_id, person_name=standing.person_name, words=words)
            )
    return tuple(found)

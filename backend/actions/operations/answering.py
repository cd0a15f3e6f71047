"""Answers by a signed link, without signing in: done, more time, not mine. Whoever holds the action holds the link."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from backend.actions import links, queries, rules
from backend.actions.operations import asking, settling
from backend.actions.queries import ActionLine
from backend.people import queries as people
from backend.scope import Actor, NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who a link is for, the action as they see it, and a scope in which they act and can do nothing else."""

    name: str
    line: ActionLine
    scope: Scope
    last_on: date


async def holder_named(scope: Scope, *, token: str) -> Holder:
    """Who holds the link, if it is ours and has not run out, and the action is still theirs. Raises NotFound."""
    link = links.read(scope, token)
    seeing = scope.as_chore(rules.BY_LINK)
    line = (await queries.actions_by_id(seeing, [link.action_id])).get(link.action_id)
    if line is None or line.struck:
        raise NotFound("link")
    if line.owner_person_id is None and link.holder_id == links.holder_from_outside(line.id, line.owner):
        actor = Actor(name=f"{line.owner} (from outside)", chore=rules.BY_LINK)
        return Holder(name=line.owner, line=line, scope=_alone(scope, actor), last_on=link.last_on)
    if link.holder_id not in line.holders:
        raise NotFound("link")
    person = (await people.persons_by_id(scope, [link.holder_id])).get(link.holder_id)
    if person is None or (person.left_on is not None and person.left_on <= scope.today):
        raise NotFound("link")
    actor = Actor(name=person.name, person_id=person.id)
    return Holder(name=person.name, line=line, scope=_alone(scope, actor), last_on=link.last_on)


async def answer_by_link(
    scope: Scope, *, token: str, answer: str, words: str = "", until: date | None = None
) -> UUID:
    """Answer for an action: `done`, `more-time` with the day, or `not-mine`. Returns the step's id.

    Raises rules.UnableToStep, rules.UnableToAnswer, NotFound.
    """
    holder = await holder_named(scope, token=token)
    action_id = holder.line.id
    if answer == "done":
        return await settling.claim_done(holder.scope, action_id=action_id, words=words, by_link=True)
    if answer == "not-mine":
        return await asking.say_not_mine(holder.scope, action_id=action_id, words=words, by_link=True)
    if until is None:
        raise rules.UnableToAnswer("Give the day until which you need.", field="until")
    return await asking.ask_more_time(
        holder.scope, action_id=action_id, until=until, words=words, by_link=True
    )


def _alone(scope: Scope, actor: Actor) -> Scope:
    """The scope of somebody of whom the link proved no more than that they hold the action."""
    return replace(scope, actor=actor, roles=frozenset(), seats=(), permissions=frozenset())

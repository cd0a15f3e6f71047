"""Telling executives that a statement waits for a signature, and officers that one was sent back."""

from typing import Any
from uuid import UUID

from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.statements.queries.statements import StatementView


async def ask_to_sign(scope: Scope, view: StatementView) -> None:
    """Everybody who may sign the statement, because they wrote none of it, hears that it waits."""
    await _tell(scope, view, "statement-to-sign", "statements.sign", without=view.authors)


async def ask_to_sign_addendum(scope: Scope, view: StatementView, *, number: int) -> None:
    """Everybody else who may sign hears that an addition waits."""
    await _tell(scope, view, "addendum-to-sign", "statements.sign", window=number)


async def say_sent_back(scope: Scope, view: StatementView, *, question: str) -> None:
    """Nobody is asked to sign any more; whoever keeps statements hears why."""
    await withdraw(scope, view)
    await _tell(scope, view, "statement-sent-back", "statements.keep", question=question)


async def withdraw(scope: Scope, view: StatementView) -> None:
    """What asks for a signature and has not gone yet is taken back."""
    await notices.withdraw(scope, key=_key(view, "statement-to-sign"))


async def _tell(
    scope: Scope,
    view: StatementView,
    kind: str,
    permission: str,
    *,
    window: int | None = None,
    without: frozenset[UUID] = frozenset(),
    **context: Any,
) -> None:
    carriers = permissions.PERMISSIONS[permission]
    await notices.tell_all(
        scope,
        kind=f"statements.{kind}",
        tellings=[
            Telling(
                key=f"{_key(view, kind)}/{window or view.version}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "title": view.title,
                    "by": scope.actor.name,
                    "statement_id": str(view.line.id),
                    **context,
                },
            )
            for line in await people.people_of(scope)
            if carriers & set(line.roles) and line.id not in {scope.actor.person_id, *without}
        ],
    )


def _key(view: StatementView, kind: str) -> str:
    return f"statements.{kind}/{view.line.id}"

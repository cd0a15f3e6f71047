"""How a room states its facts: of which subjects, whom a change of which record touches, and the statement itself.

A room lists its `STATINGS` in its `stating.py`. They are found by the rooms that the vocabulary names, as the timetable
finds its chores: so the rule engine, which stands below some of them, calls none by import.
"""

import importlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from backend.catalogue.vocabulary import FACTS
from backend.facts.values import Statement
from backend.scope import Scope

ITSELF = "itself"
"""The record that was touched is the subject."""

EVERY = "every"
"""It touches every subject of the kind: for the few that have no record of their own, such as offices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stating:
    """What one room states of one kind of subject.

    `reach`: by room and kind of a record (`committees.term`), which subjects a change of it touches: `ITSELF`, `EVERY`,
    or a statement that gives their ids as `id` (`$1` the tenant, `$2` the records). `state` gives the statements of
    the subjects with some ids, or of all (`None`), in a fixed number of queries; what is left out is no subject now.
    `daily`: it states how things are today, without saying until when, so it is asked anew with each day.
    """

    room: str
    about: str
    reach: Mapping[str, str]
    state: Callable[[Scope, Collection[UUID] | None], Awaitable[Sequence[Statement]]]
    daily: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The facts that it states: those of the subject that are this room's in the vocabulary."""
        return tuple(
            key for key, kind in FACTS.items() if kind.about == self.about and kind.room == self.room
        )


@cache
def statings() -> tuple[Stating, ...]:
    """Every stating of every room that the vocabulary names. Raises LookupError for a room that has none."""
    found: list[Stating] = []
    for room in dict.fromkeys(kind.room for kind in FACTS.values()):
        module = f"backend.{room}.stating"
        try:
            found += importlib.import_module(module).STATINGS
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            raise LookupError(
                f"The vocabulary says that {room} states facts, but there is no {module}."
            ) from error
    return tuple(found)

"""My work: what waits for the visitor, from every room that may ask something of them."""

from dataclasses import dataclass

from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for the visitor. `path` lies in the tenant; `urgent`: its day has passed."""

    words: str
    path: str
    urgent: bool = False


def counted(count: int, one: str, many: str) -> str:
    """`one` for one, otherwise the number and `many`."""
    return one if count == 1 else f"{count:,} {many}"


def is_seated(scope: Scope) -> bool:
    """Whether the visitor is a person of the tenant, to whom something of their own can be due."""
    return scope.actor.person_id is not None

"""What this room states as facts."""

from backend.facts.stating import Stating

STATINGS: tuple[Stating, ...] = ()

"""What the reference gate says in many places."""

from collections.abc import Iterable

from backend.catalogue.drafts import Draft
from backend.catalogue.problems import GateName, Problem


def no(kind: str, name: str) -> str:
    return f"There is no {kind} “{name}”."


def no_document(name: str) -> str:
    return f"The source “{name}” is not listed under documents."


def unless(holds: bool, file: str, key: str, sentence: str) -> Iterable[Problem]:
    return () if holds else (Problem(GateName.REFERENCE, file, key, sentence),)


def no_kind(draft: Draft, file: str, kind: str) -> Iterable[Problem]:
    """A tenant’s kind that there is not; a kind whose own file is broken is not missed besides."""
    there = kind in draft.kinds or f"tenants/_kinds/{kind}.toml" in draft.broken
    sentence = f"There is no kind “{kind}” under tenants/_kinds; there are {', '.join(sorted(draft.kinds))}."
    return unless(there, file, "kind", sentence)

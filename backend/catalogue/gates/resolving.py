"""What the reference gate says in many places."""

from collections.abc import Iterable

from backend.catalogue.problems import GateName, Problem


def no(kind: str, name: str) -> str:
    return f"There is no {kind} “{name}”."


def no_document(name: str) -> str:
    return f"The source “{name}” is not listed under documents."


def unless(holds: bool, file: str, key: str, sentence: str) -> Iterable[Problem]:
    return () if holds else (Problem(GateName.REFERENCE, file, key, sentence),)

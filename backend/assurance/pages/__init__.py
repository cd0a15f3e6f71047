"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.assurance.pages import evidence_forms, evidence_item, evidence_list, evidence_retention

ROUTES: list[Any] = [
    *evidence_list.ROUTES,
    *evidence_forms.ROUTES,
    *evidence_item.ROUTES,
    *evidence_retention.ROUTES,
]

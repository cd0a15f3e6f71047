"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.assurance.pages import (
    answering,
    assessment,
    evidence_forms,
    evidence_item,
    evidence_list,
    evidence_retention,
    framework_change,
    framework_drafting,
    framework_list,
    framework_mappings,
    framework_page,
    framework_requirements,
    framework_scale,
    framework_sheets,
    lapses,
    overview,
    requirement,
)

ROUTES: list[Any] = [
    *overview.ROUTES,
    *lapses.ROUTES,
    *assessment.ROUTES,
    *requirement.ROUTES,
    *answering.ROUTES,
    *framework_list.ROUTES,
    *framework_sheets.ROUTES,
    *framework_drafting.ROUTES,
    *framework_scale.ROUTES,
    *framework_requirements.ROUTES,
    *framework_change.ROUTES,
    *framework_mappings.ROUTES,
    *framework_page.ROUTES,
    *evidence_list.ROUTES,
    *evidence_forms.ROUTES,
    *evidence_item.ROUTES,
    *evidence_retention.ROUTES,
]

"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.interests.pages import (
    campaigns,
    declarants,
    declaring,
    drafting_campaigns,
    gift_changes,
    gift_register,
    gifts,
    guiding,
    interest,
    people,
    register,
    reviewing,
    rule_sets,
    training,
    training_records,
)

ROUTES: list[Any] = [
    *drafting_campaigns.ROUTES,
    *campaigns.ROUTES,
    *declarants.ROUTES,
    *declaring.ROUTES,
    *guiding.ROUTES,
    *reviewing.ROUTES,
    *register.ROUTES,
    *people.ROUTES,
    *interest.ROUTES,
    *gifts.ROUTES,
    *gift_changes.ROUTES,
    *gift_register.ROUTES,
    *rule_sets.ROUTES,
    *training.ROUTES,
    *training_records.ROUTES,
]

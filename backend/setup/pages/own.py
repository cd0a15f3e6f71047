"""Where the organisation's own settings stand that no folder says, for the index of settings."""

from typing import Any

from backend.setup.index import ENTRIES, Entry

ENTRIES += [
    Entry(
        title="Sign-in",
        words="An identity provider of your own, tried out step by step; whether passwords stay",
        address="/settings/sign-in",
        permission="setup.read",
    ),
    Entry(
        title="Branding",
        words="The line at the head of pages and papers, within the NHS identity rules",
        address="/settings/branding",
        permission="setup.read",
    ),
    Entry(
        title="Mail",
        words="The sender’s name, words under letters, where answers go, a test letter",
        address="/settings/mail",
        permission="setup.read",
    ),
    Entry(
        title="How long records are kept",
        words="The periods in force, where they come from, and longer ones of your own",
        address="/settings/retention",
        permission="setup.read",
    ),
    Entry(
        title="Privacy notice",
        words="The public notice, and the way by which people ask for corrections",
        address="/settings/privacy",
        permission="setup.read",
    ),
    Entry(
        title="Data-protection impact assessment",
        words="Risks for people, measures, what is left, the signature and the next review",
        address="/settings/impact-assessment",
        permission="setup.read",
    ),
]

ROUTES: list[Any] = []
"""None: the pages stand in the rooms that they are about."""

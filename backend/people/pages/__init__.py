"""The pages of the door, of one's own account, and of a tenant's people."""

from typing import Any

from backend.people.pages import (
    account,
    arranging,
    founding,
    invitations,
    passkeys,
    persons,
    providers,
    signing_in,
    tokens,
)

ROUTES: list[Any] = [
    *signing_in.ROUTES,
    *providers.ROUTES,
    *passkeys.ROUTES,
    *invitations.ROUTES,
    *founding.ROUTES,
    *account.ROUTES,
    *tokens.ROUTES,
    *persons.ROUTES,
    *arranging.ROUTES,
]

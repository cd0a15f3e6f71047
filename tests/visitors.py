"""People with a session, each with an HTTP client that calls the real application in this process."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from backend.kit.clock import real_now
from backend.people.operations import accounts, persons, sessions
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web.gate import form_token

PASSWORD = "heather-mountain-otter-lantern"


@dataclass(frozen=True)
class Visitor:
    """A signed-in person of one tenant."""

    person_id: UUID
    token: str
    client: httpx.AsyncClient
    slug: str

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET `path` in the visitor's tenant."""
        return await self.client.get(f"/t/{self.slug}{path}", **options)

    async def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """POST a form, with its token, to `path` in the visitor's tenant."""
        return await self.client.post(
            f"/t/{self.slug}{path}", data={"_token": self.form_token, **(data or {})}, **options
        )

    @property
    def form_token(self) -> str:
        return form_token(self.token)


async def a_visitor(
    app: Any,
    cookie: str,
    scope: Scope,
    *,
    name: str = "Robin Invented",
    roles: tuple[str, ...] = ("governance-officer",),
) -> Visitor:
    """Add a person with `roles` to the demonstration tenant of `scope`, and sign them in."""
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope,
            name=name,
            job_title="Invented for a test",
            email=f"{scope.request_id}.{new_word()}@example.invalid",
        )
        for role in roles:
            await persons.grant_role(scope, person_id=person_id, role=role)
        account_id = await accounts.give_account(
            scope, person_id=person_id, password=PASSWORD, now=real_now()
        )
        token = await sessions.begin_session(
            account_id=account_id,
            methods=("password", "demonstration"),
            authenticated_at=real_now(),
            device="a test",
            now=real_now(),
        )
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014", cookies={cookie: token}
    )
    return Visitor(person_id=person_id, token=token, client=client, slug=scope.tenant.slug)


def new_word() -> str:
    from backend.kit.identity import new_id

    return str(new_id())[-12:]

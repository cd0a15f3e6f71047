"""The document of the API, for each tenant's own address."""

import json
from functools import lru_cache
from typing import Any

from litestar import Request, Response, get

from backend.desk import openapi
from backend.web import access


@get("/t/{slug:str}/api/openapi.json", opt=access.needs("tenant.read"), name="desk.api.document")
async def document(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What can be asked here, and what is answered."""
    scope = access.scope_of(request)
    return Response(_body(scope.tenant.slug), media_type="application/json")


ROUTES: list[Any] = [document]


@lru_cache(maxsize=64)
def _body(slug: str) -> bytes:
    return json.dumps(openapi.document(slug), ensure_ascii=False).encode()

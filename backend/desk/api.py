"""The document of the API, for each tenant's own address."""

import json
from typing import Any

from litestar import Request, Response, get

from backend.desk import openapi
from backend.web import access


@get("/t/{slug:str}/api/openapi.json", opt=access.needs("tenant.read"), name="desk.api.document")
async def document(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What can be asked here, and what is answered."""
    scope = access.scope_of(request)
    body = json.dumps(openapi.document(scope.tenant.slug), ensure_ascii=False)
    return Response(body.encode(), media_type="application/json")


ROUTES: list[Any] = [document]

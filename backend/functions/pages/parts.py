"""What the pages of the room share."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import UploadFile

from backend.evidence import operations as evidence_operations
from backend.evidence import queries as evidence
from backend.functions.queries.views import HoldingView
from backend.functions.rules.holding import MODEL_IN_WORDS, STANDING_IN_WORDS, UnableToKeepFunction
from backend.kit.settings import read_settings
from backend.scope import Scope
from backend.web import views
from backend.web.days import day_of

BODY_LIMIT = read_settings().upload_limit + 1024 * 1024
"""Bytes of a request with a file."""

STANDINGS = [(each.value, words) for each, words in STANDING_IN_WORDS.items()]
MODELS = [(each.value, words) for each, words in MODEL_IN_WORDS.items()]


def shown_on(request: Request[Any, Any, Any], scope: Scope) -> tuple[date, str, str | None]:
    """The day that a page shows, as it was typed, and what is wrong with it."""
    return day_of(request, "on", scope)


async def kept(scope: Scope, upload: UploadFile | None) -> UUID | None:
    """The upload as a file of the tenant's own. Raises UnableToKeepFunction for an empty one."""
    if upload is None:
        return None
    data = await upload.read()
    if not data:
        raise UnableToKeepFunction("The file is empty. Choose another.", field="file")
    return await evidence_operations.keep_file(
        scope,
        name=upload.filename,
        media_type=upload.content_type or "application/octet-stream",
        data=data,
    )


async def file_answer(scope: Scope, file_id: UUID) -> Response[bytes]:
    """A file for the visitor to keep."""
    file = await evidence.file_of(scope, file_id=file_id)
    return views.download(await evidence.bytes_in(file), name=file.name, media_type=file.media_type)


def crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    way = [views.Crumb("Functions", views.address(scope, "/functions"))]
    return [*way, *(views.Crumb(words, views.address(scope, path)) for words, path in more)]


def agreement_crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    way = [views.Crumb("Agreements", views.address(scope, "/delegation-agreements"))]
    return [*way, *(views.Crumb(words, views.address(scope, path)) for words, path in more)]


def choices(names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return [(str(each), name) for each, name in names.items()]


def standing_holdings(holdings: tuple[HoldingView, ...]) -> list[HoldingView]:
    return [each for each in holdings if each.withdrawn is None]

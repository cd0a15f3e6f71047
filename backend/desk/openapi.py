"""The document of the API (OpenAPI 3.1), made from the models that its routes answer with."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from backend.committees import api as committees
from backend.organisations import api as organisations
from backend.people import api as people
from backend.registers import api as registers
from backend.web import answers
from backend.web.answers import Described

ROUTES: tuple[Any, ...] = (*registers.ROUTES, *people.ROUTES, *committees.ROUTES, *organisations.ROUTES)

_PREFIX = "/t/{slug:str}/api"
_PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
_REFUSALS: Mapping[str, str] = {
    "401": "The token is missing, has expired or was revoked.",
    "403": "The person's role does not include this.",
    "404": "There is no such organisation, register or row, or the token is not for it.",
    "422": "A parameter can't be read; `field` names it.",
    "429": "The token was used too often; `Retry-After` says how many seconds to wait.",
    "503": "The database does not answer.",
}


class Problem(BaseModel):
    """A problem document (RFC 9457). `detail` is a sentence for people."""

    model_config = answers.Answer.model_config

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


def document(slug: str = "{slug}") -> dict[str, Any]:
    """The whole document; `slug` is the tenant's word in the address, or stays open for any."""
    found = list(_endpoints())
    models: list[type[BaseModel]] = list(dict.fromkeys([*(gives for *_, gives in found), Problem]))
    references, schemas = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, Any] = {}
    for path, handler, described, gives in found:
        paths[_PARAMETER.sub(r"{\1}", path)] = {
            "get": _operation(path, handler, described, references[(gives, "serialization")])
        }
    server: dict[str, Any] = {"url": f"/t/{slug}/api"}
    if slug == "{slug}":
        server["variables"] = {"slug": {"default": "north", "description": "The organisation's word."}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Probity",
            "version": "1",
            "description": "Reads what the person who made the token may read. Times are ISO 8601; money is text.",
        },
        "servers": [server],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A personal token, made under Your account.",
                }
            },
            "responses": {
                "400": {
                    "description": "The address holds what no address of this service does.",
                    "content": {"text/plain": {"schema": {"type": "string"}}},
                },
                **{
                    status: {
                        "description": words,
                        "content": {
                            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                        },
                    }
                    for status, words in _REFUSALS.items()
                },
            },
        },
    }


def _endpoints() -> Iterator[tuple[str, Any, Described, type[BaseModel]]]:
    """Path, handler, description, answer: a route that answers by a word in its path is one for each word."""
    for handler in ROUTES:
        described = answers.described_by(handler.opt)
        assert described is not None, f"{handler} is of the API and does not say what it gives"
        path = next(iter(handler.paths)).removeprefix(_PREFIX)
        if described.each is None:
            yield path, handler, described, described.gives
            continue
        name, variants = described.each
        for word, gives in variants.items():
            yield path.replace(f"{{{name}:str}}", word), handler, described, gives


def _operation(path: str, handler: Any, described: Described, reference: Mapping[str, Any]) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": kind}}
        for name, kind in _PARAMETER.findall(path)
    ]
    return {
        "operationId": _PARAMETER.sub(r"\1", path).strip("/").replace("/", "-"),
        "summary": described.summary,
        "parameters": [*in_path, *_query(described)],
        "responses": {
            "200": {"description": described.summary, "content": {"application/json": {"schema": reference}}},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in ("400", *_REFUSALS)},
        },
    }


def _query(described: Described) -> Iterator[dict[str, Any]]:
    """The parameters of the query. One that is absent is not asked, so none of them is ever null."""
    for name, schema in described.asks.model_json_schema().get("properties", {}).items():
        kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
        shape = {key: value for key, value in kinds[0].items() if key not in {"title", "description"}}
        if schema.get("default") is not None:
            shape["default"] = schema["default"]
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.get("description") or kinds[0].get("description", ""),
            "schema": shape,
        }

"""The small form with which a question, or assurance that somebody seeks, is kept beside an item of a meeting."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from litestar import Request
from pydantic import Field

from backend.challenge import queries as challenge
from backend.challenge.pages.lists import suggested_topics
from backend.challenge.rules import LONGEST, Kind
from backend.scope import Scope
from backend.sittings.operations import asking
from backend.sittings.pages import acts


class AskedForm(acts.ActForm):
    item_id: UUID | None = Field(None, description="the item")
    topic: str = Field(min_length=1, max_length=200, description="the topic")
    kind: Kind = Field(description="whether it is a question, or assurance is sought")
    words: str = Field(min_length=1, max_length=LONGEST, description="what was asked")
    asked_by_person_id: UUID | None = Field(None, description="who asked")
    asked_by_name: str | None = Field(None, max_length=200, description="the name of who asked")
    of_name: str | None = Field(None, max_length=200, description="to whom it was put")


async def keep(scope: Scope, meeting_id: UUID, form: AskedForm) -> None:
    await asking.keep_question(
        scope,
        meeting_id=meeting_id,
        item_id=form.item_id,
        topic=form.topic,
        kind=form.kind,
        words=form.words,
        asked_by_person_id=form.asked_by_person_id,
        asked_by_name=form.asked_by_name,
        of_name=form.of_name,
        question_id=form.act,
    )


async def asked_at(scope: Scope, meeting_id: UUID) -> tuple[challenge.QuestionLine, ...]:
    """What was asked at a meeting, in its order, as far as the reader may see it."""
    if not scope.may("challenge.read"):
        return ()
    found = await challenge.questions_of(scope, challenge.Filters(meeting_id=meeting_id))
    return tuple(reversed(found))


async def beside_items(request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID) -> dict[str, Any]:
    """What the live page shows of it: by the item's id what was asked, and the topics that are offered."""
    by_item: dict[UUID | None, list[challenge.QuestionLine]] = defaultdict(list)
    for line in await asked_at(scope, meeting_id):
        by_item[line.item_id].append(line)
    return {"asked": by_item, "topics": await suggested_topics(request, scope)}

"""Topics, with what is owed about each."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from backend.challenge.queries.lines import questions_of
from backend.challenge.tables import Topic
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic about which the reader may see `asked` questions, of which `open` are not done with."""

    id: UUID
    title: str
    asked: int
    open: int


async def topics_of(scope: Scope) -> tuple[TopicLine, ...]:
    """The topics about which the reader may see something, in the order of the alphabet. Two statements."""
    asked: Counter[UUID] = Counter()
    waiting: Counter[UUID] = Counter()
    for line in await questions_of(scope):
        asked[line.topic_id] += 1
        waiting[line.topic_id] += line.open
    rows = await Topic.within(scope, Topic.id, Topic.title).order_by(Topic.title)
    return tuple(
        TopicLine(id=row["id"], title=row["title"], asked=asked[row["id"]], open=waiting[row["id"]])
        for row in rows
        if asked[row["id"]]
    )


async def topic(scope: Scope, *, topic_id: UUID) -> TopicLine:
    """One topic; one about which the reader may see nothing is not found. Raises NotFound."""
    for line in await topics_of(scope):
        if line.id == topic_id:
            return line
    raise NotFound("topic")

"""What was asked and is not done with: to a paper on its topic, and as a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.challenge import rules
from backend.challenge.queries.lines import Filters, QuestionLine, questions_of
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A topic with what is owed about it, what was asked longest ago first."""

    topic_id: UUID
    topic: str
    lines: tuple[QuestionLine, ...]

    @property
    def oldest(self) -> int:
        """Days since the oldest was asked."""
        return max(line.age_days for line in self.lines)


async def owed_to_topic(scope: Scope, *, topic_id: UUID) -> tuple[QuestionLine, ...]:
    """What was asked on a topic and is not done with, what was asked longest ago first."""
    found = await questions_of(scope, Filters(topic_id=topic_id, open_only=True))
    return tuple(reversed(found))


async def owed_to_item(scope: Scope, *, thread_id: UUID, title: str) -> tuple[QuestionLine, ...]:
    """What a paper on an item opens with: what was asked before on its topic and is not done with, the oldest first.

    Its topics are those of questions asked on the same thread of items, and any whose words are the item's title or
    stand in it. Two statements at most.
    """
    every = await questions_of(scope)
    plain = _folded(title)
    topics = {
        line.topic_id
        for line in every
        if line.thread_id == thread_id or _is_about(_folded(line.topic), plain)
    }
    return tuple(reversed([line for line in every if line.open and line.topic_id in topics]))


async def report_of(
    scope: Scope, *, committee_id: UUID | None = None, every_kind: bool = False, on: date | None = None
) -> tuple[Group, ...]:
    """Assurance sought and not received, by topic, the oldest first; with open questions too for `every_kind`."""
    found = await questions_of(
        scope,
        Filters(committee_id=committee_id, kind=None if every_kind else rules.Kind.ASSURANCE, open_only=True),
        on=on,
    )
    return _grouped(found)


def _grouped(lines: Iterable[QuestionLine]) -> tuple[Group, ...]:
    by_topic: dict[UUID, list[QuestionLine]] = {}
    for line in lines:
        by_topic.setdefault(line.topic_id, []).append(line)
    groups = (
        Group(
            topic_id=topic_id,
            topic=each[0].topic,
            lines=tuple(sorted(each, key=lambda line: (line.asked_on, line.number))),
        )
        for topic_id, each in by_topic.items()
    )
    return tuple(sorted(groups, key=lambda group: (-group.oldest, group.topic)))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_about(topic: str, title: str) -> bool:
    return f" {topic} " in f" {title} "

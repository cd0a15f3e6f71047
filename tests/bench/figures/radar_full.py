"""The conflict radar over a whole meeting: 40 items of 20 pages, 2,000 interests, 10,000 organisations."""

import contextlib
from collections.abc import AsyncIterator

from backend.radar.hits import hits
from backend.radar.index import Index
from tests.bench import radar_meeting
from tests.bench.floors import radar_pass as floor
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    register, meeting = radar_meeting.register_and_meeting()
    index = Index(register, body=meeting.body, day=meeting.meeting_on)
    automaton = floor.built(organisation.name for organisation in register.organisations)
    texts = [text.text.casefold() for item in meeting.items for text in item.texts]

    def ours() -> int:
        index.forget()
        return len(hits(register, meeting, index=index).hits)

    yield Pair(
        ours=ours,
        base=lambda: floor.found(automaton, texts),
        sizes={
            "items": len(meeting.items), "interests": len(register.interests),
            "organisations": len(register.organisations), "characters": sum(map(len, texts)),
        },
        counters=lambda: {"hits": ours(), "names": floor.found(automaton, texts)},
    )  # fmt: skip


FIGURE = Figure(
    name="radar-full",
    goal=20.0,
    floor="one pass of pyahocorasick, exact names, built automaton, over the same text, extracted and case-folded",
    prepare=prepared,
    pairs=8,
)

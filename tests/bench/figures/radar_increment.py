"""The conflict radar after one change, beside the whole of it: an interest, then an item, in turn."""

import contextlib
import itertools
from collections.abc import AsyncIterator

from backend.radar.hits import hits
from backend.radar.index import Index
from tests.bench import radar_meeting
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    register, meeting = radar_meeting.register_and_meeting()
    index = Index(register, body=meeting.body, day=meeting.meeting_on)
    whole = Index(register, body=meeting.body, day=meeting.meeting_on)
    hits(register, meeting, index=index)
    turn = itertools.count(1)

    def changed() -> int:
        number = next(turn)
        agenda = meeting
        if number % 2:
            # One interest goes to another organisation.
            place = f"o{number * 37 % len(register.organisations)}"
            index.put(register.interests[number % 50 * 2 + 1].model_copy(update={"organisation_id": place}))
        else:
            # One paper of one item has a sentence more, so the whole of it is read again.
            at = number % len(meeting.items)
            item = meeting.items[at]
            text = item.texts[0].model_copy(update={"text": f"{item.texts[0].text} Version {number}."})
            items = (
                *meeting.items[:at],
                item.model_copy(update={"texts": (text,)}),
                *meeting.items[at + 1 :],
            )
            agenda = meeting.model_copy(update={"items": items})
        return len(hits(register, agenda, index=index).hits)

    def full() -> int:
        whole.forget()
        return len(hits(register, meeting, index=whole).hits)

    yield Pair(
        ours=changed,
        base=full,
        sizes={
            "items": len(meeting.items), "interests": len(register.interests),
            "organisations": len(register.organisations),
        },
    )  # fmt: skip


FIGURE = Figure(
    name="radar-increment",
    goal=0.1,
    floor="a full run of the radar over the same meeting: every text read anew",
    prepare=prepared,
    pairs=8,
)

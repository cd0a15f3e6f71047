"""The pages of the room: agreements, what passed, a meeting with others, a joint committee."""

from typing import Any

from backend.together.pages import agreements, joint, meetings, passed, records

ROUTES: list[Any] = [*agreements.ROUTES, *meetings.ROUTES, *joint.ROUTES, *passed.ROUTES, *records.ROUTES]

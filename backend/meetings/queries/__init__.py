"""Reading meetings: lists, one meeting with its agenda, one paper, and what packs are made of."""

from backend.meetings.queries.agendas import DecisionLine, ItemView, MeetingView, PaperLine, item, meeting
from backend.meetings.queries.contents import (
    DecisionRecord,
    PackAgenda,
    PackAsset,
    PackItem,
    PackPaper,
    agenda_for_pack,
    decisions_between,
)
from backend.meetings.queries.lists import MeetingLine, meetings_between, meetings_of, next_meeting_days
from backend.meetings.queries.papers import PaperView, VersionLine, asset, paper, version_of
from backend.meetings.queries.waiting import papers_waiting

__all__ = [
    "DecisionLine",
    "DecisionRecord",
    "ItemView",
    "MeetingLine",
    "MeetingView",
    "PackAgenda",
    "PackAsset",
    "PackItem",
    "PackPaper",
    "PaperLine",
    "PaperView",
    "VersionLine",
    "agenda_for_pack",
    "asset",
    "decisions_between",
    "item",
    "meeting",
    "meetings_between",
    "meetings_of",
    "next_meeting_days",
    "paper",
    "papers_waiting",
    "version_of",
]

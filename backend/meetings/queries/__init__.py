"""Reading meetings: lists, one meeting with its agenda, one paper, and what packs are made of."""

from backend.meetings.covers import CoverLine
from backend.meetings.queries.agendas import ItemView, MeetingView, item, meeting
from backend.meetings.queries.contents import PackAgenda, PackAsset, PackItem, PackPaper, agenda_for_pack
from backend.meetings.queries.covering import cover_kept
from backend.meetings.queries.decisions import DecisionLine, DecisionRecord, decisions_between
from backend.meetings.queries.effects import EffectLine, Effects, effects_on, every_effect
from backend.meetings.queries.handling import MeetingHandling, handling_of, handling_of_item
from backend.meetings.queries.hits import HitLine, TreatmentLine, treatments_of
from backend.meetings.queries.lists import MeetingLine, meetings_between, meetings_of, next_meeting_days
from backend.meetings.queries.openness import disclosures_of
from backend.meetings.queries.paper_lines import PaperLine
from backend.meetings.queries.papers import PaperView, VersionLine, asset, paper, version_of
from backend.meetings.queries.rendition import Rendition, rendition_of, shown_sha256, with_run
from backend.meetings.queries.signing import Bar, QueueLine, bar_of, signing_queue, without_conflicts
from backend.meetings.queries.threads import ThreadStep, thread, thread_id_of, thread_of_item
from backend.meetings.queries.touched import organisations_of_items
from backend.meetings.queries.waiting import papers_waiting
from backend.meetings.queries.withheld import (
    WithholdingLine,
    own_withholding,
    withheld_from_reader,
    withheld_on,
)

__all__ = [
    "Bar",
    "CoverLine",
    "DecisionLine",
    "DecisionRecord",
    "EffectLine",
    "Effects",
    "HitLine",
    "ItemView",
    "MeetingHandling",
    "MeetingLine",
    "MeetingView",
    "PackAgenda",
    "PackAsset",
    "PackItem",
    "PackPaper",
    "PaperLine",
    "PaperView",
    "QueueLine",
    "Rendition",
    "ThreadStep",
    "TreatmentLine",
    "VersionLine",
    "WithholdingLine",
    "agenda_for_pack",
    "asset",
    "bar_of",
    "cover_kept",
    "decisions_between",
    "disclosures_of",
    "effects_on",
    "every_effect",
    "handling_of",
    "handling_of_item",
    "item",
    "meeting",
    "meetings_between",
    "meetings_of",
    "next_meeting_days",
    "organisations_of_items",
    "own_withholding",
    "paper",
    "papers_waiting",
    "rendition_of",
    "shown_sha256",
    "signing_queue",
    "thread",
    "thread_id_of",
    "thread_of_item",
    "treatments_of",
    "version_of",
    "with_run",
    "withheld_from_reader",
    "withheld_on",
    "without_conflicts",
]

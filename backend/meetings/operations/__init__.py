"""The acts of the room: meetings, agendas, papers with their sign-off, apologies and decisions."""

from backend.meetings.operations.agenda import add_item, change_item, publish_agenda, withdraw_item
from backend.meetings.operations.arranging import (
    apologise,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
    mark_held,
    revise,
    withdraw_apology,
)
from backend.meetings.operations.clearing import UnableToClear, make_clean_copy, settle_findings
from backend.meetings.operations.cover_editions import change_cover_sheet, undo_cover_sheet
from backend.meetings.operations.deciding import record_decision, strike_decision
from backend.meetings.operations.disclosing import disclose_paper
from backend.meetings.operations.effects import settle_effect, take_back_effect
from backend.meetings.operations.excusing import excuse_empty_fields
from backend.meetings.operations.expected import tell_expected
from backend.meetings.operations.hits import accept_hit, add_hit, dismiss_hit, keep_hits
from backend.meetings.operations.late import answer_late_paper, ask_for_late_paper
from backend.meetings.operations.made import put_in_anew, put_in_made
from backend.meetings.operations.numbering import number_on
from backend.meetings.operations.papers import (
    NewerPaper,
    change_cover,
    move_paper_on,
    name_sponsor,
    replace_paper,
    submit_paper,
)
from backend.meetings.operations.placing import move_item
from backend.meetings.operations.rewording import undo_all_reworded, undo_reworded
from backend.meetings.operations.signing import (
    NewerRendition,
    name_deputy,
    return_paper,
    sign_paper,
    withdraw_sign_off,
)
from backend.meetings.operations.tabling import table_paper
from backend.meetings.operations.threading import carry_items, follow_thread
from backend.meetings.operations.treating import (
    answer_review,
    ask_for_review,
    decide_treatment,
    end_treatment,
)
from backend.meetings.operations.withholding import (
    answer_withholding_review,
    ask_for_withholding_review,
    give_papers_again,
    withhold_papers,
)

__all__ = [
    "NewerPaper",
    "NewerRendition",
    "UnableToClear",
    "accept_hit",
    "add_hit",
    "add_item",
    "answer_late_paper",
    "answer_review",
    "answer_withholding_review",
    "apologise",
    "arrange_meeting",
    "ask_for_late_paper",
    "ask_for_review",
    "ask_for_withholding_review",
    "cancel_meeting",
    "carry_items",
    "change_cover",
    "change_cover_sheet",
    "change_item",
    "change_meeting",
    "decide_treatment",
    "disclose_paper",
    "dismiss_hit",
    "end_treatment",
    "excuse_empty_fields",
    "follow_thread",
    "give_papers_again",
    "keep_hits",
    "make_clean_copy",
    "mark_held",
    "move_item",
    "move_paper_on",
    "name_deputy",
    "name_sponsor",
    "number_on",
    "publish_agenda",
    "put_in_anew",
    "put_in_made",
    "record_decision",
    "replace_paper",
    "return_paper",
    "revise",
    "settle_effect",
    "settle_findings",
    "sign_paper",
    "strike_decision",
    "submit_paper",
    "table_paper",
    "take_back_effect",
    "tell_expected",
    "undo_all_reworded",
    "undo_cover_sheet",
    "undo_reworded",
    "withdraw_apology",
    "withdraw_item",
    "withdraw_sign_off",
    "withhold_papers",
]

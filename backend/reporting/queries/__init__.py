"""Reading what is owed to reviewing bodies, what goes out in which issue, and what came back."""

from backend.reporting.queries.drawing import DrawnFigure, drawn
from backend.reporting.queries.issues import Content, content_of, hash_of, issue_of
from backend.reporting.queries.letters import LetterView, letter_of, letters_of
from backend.reporting.queries.returns import not_taken_up, return_of, return_of_question, returns_of
from backend.reporting.queries.views import (
    FigureLine,
    FileLine,
    IssueLine,
    IssueView,
    OutcomeView,
    Parent,
    QuestionView,
    ReturnView,
)

__all__ = [
    "Content",
    "DrawnFigure",
    "FigureLine",
    "FileLine",
    "IssueLine",
    "IssueView",
    "LetterView",
    "OutcomeView",
    "Parent",
    "QuestionView",
    "ReturnView",
    "content_of",
    "drawn",
    "hash_of",
    "issue_of",
    "letter_of",
    "letters_of",
    "not_taken_up",
    "return_of",
    "return_of_question",
    "returns_of",
]

"""Reading what was asked: lists, one question with its steps, topics, and what is owed to a paper."""

from backend.challenge.queries.lines import Filters, QuestionLine, questions_of
from backend.challenge.queries.one import QuestionView, StepLine, question
from backend.challenge.queries.owed import Group, owed_to_item, owed_to_topic, report_of
from backend.challenge.queries.topics import TopicLine, topic, topics_of

__all__ = [
    "Filters",
    "Group",
    "QuestionLine",
    "QuestionView",
    "StepLine",
    "TopicLine",
    "owed_to_item",
    "owed_to_topic",
    "question",
    "questions_of",
    "report_of",
    "topic",
    "topics_of",
]

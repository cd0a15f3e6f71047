"""The room's tables: releases and their recipients, what each fetched, and what they said they hold."""

from backend.releases.tables.evidence import Answer, AnswerFile, EvidenceRequest, Successor
from backend.releases.tables.releases import Access, Copy, Download, Receipt, Recipient, Release, Visit

__all__ = [
    "Access",
    "Answer",
    "AnswerFile",
    "Copy",
    "Download",
    "EvidenceRequest",
    "Receipt",
    "Recipient",
    "Release",
    "Successor",
    "Visit",
]

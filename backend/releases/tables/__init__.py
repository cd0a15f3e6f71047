"""The room's tables: releases and their recipients, what each fetched, and what they said they hold."""

<<<<<<< HEAD
from backend.releases.tables.evidence import Answer, AnswerFile, EvidenceRequest, Successor
from backend.releases.tables.releases import Access, Download, Receipt, Recipient, Release, Visit

__all__ = [
    "Access",
    "Answer",
    "AnswerFile",
    "Download",
    "EvidenceRequest",
    "Receipt",
    "Recipient",
    "Release",
    "Successor",
    "Visit",
]
=======
from backend.releases.tables.releases import Access, Copy, Download, Receipt, Recipient, Release, Visit

__all__ = ["Access", "Copy", "Download", "Receipt", "Recipient", "Release", "Visit"]
>>>>>>> a3070c8 (Release sealed packs to named people by a link with a code, and count what they fetch)

"""Requests for information: what the public asks to know, what people ask to know of themselves, and what was answered.

Nouns: request, clock, clarification, search, exemption, opinion of the qualified person, redaction, internal review,
disclosure log, correction.
Verbs: log, clarify, search, exempt, redact, check, answer, review, disclose, correct.
"""

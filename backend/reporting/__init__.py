"""Reporting: the commissioner's side of being reviewed: returns, answers, and letters from outside.

Nouns: return, figure, definition, submission, question, answer, letter.
Verbs: prepare, approve, submit, answer, log a letter, say exactly what was sent.
"""

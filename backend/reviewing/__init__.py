"""Reviewing: the other side, where a reviewing body works on what commissioners submitted to it.

Nouns: commissioner, received return, question, condition, working note, reviewer, cover, standing aside.
Verbs: receive, ask, accept, set a condition, review as the second, stand aside.
"""

"""Actions: what somebody undertook to do, by when, and how it is known that it was done.

Nouns: action, source, owner, deputy, due day, step, claim, evidence, answer by a link, setting, rung of the chase.
Verbs: undertake, report, move the due day, hand over, claim done, accept, reopen, withdraw, strike out, undo, chase.
"""

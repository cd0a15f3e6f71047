"""Risks: the corporate register by directorate, and the board assurance framework above it.

Nouns: objective, risk, score, control, assurance, gap, point of a trajectory, matrix, appetite, round, confirmation,
move (to and from the framework), proposal of an agenda item.
Verbs: open, change, score, review, close and reopen a risk; keep its controls, assurances and gaps; propose and agree
to move it up or down; open and close a round, update or confirm in it, check; settle matrix and appetite; undo a step.

Every act keeps the row whole as it then stood, with the day from which it held, so that everything can be read as at a
day. A risk scores likelihood times consequence on the matrix of that day; beyond appetite is worked out, never typed.
"""

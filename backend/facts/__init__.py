"""Facts: the shapes in which a room states what it keeps, so that rooms above can read them all alike.

Nouns: register, column, row, moment.
Verbs: state a register, read it at a moment.
"""

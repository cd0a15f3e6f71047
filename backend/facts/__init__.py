"""Facts: the shapes in which a room states what it keeps, so that rooms above can read them all alike.

Nouns: register, column, row, moment; fact, subject, span, statement.
Verbs: state a register, read it at a moment; state facts, keep every version of them, read them as they were known.
"""

"""Interests: what people of the tenant declare, and the register that it makes.

Nouns: declaration, interest, entry, nil return, register.
Verbs: declare an interest, make a nil return, confirm that nothing has changed, end an interest, review a declaration,
read the register as it stood on a day and as it was known on another, chase who has not declared.

This room is the example for the others: read it top to bottom, `rules` first.
"""

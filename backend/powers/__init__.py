"""Powers: the scheme of reservation and delegation, as dated data: who may decide what, up to which value.

Nouns: function, entry (one line of the scheme), holder, limit, consent, finding.
Verbs: add, change, end, withdraw and undo an entry; add, change and retire a function; find whether they may decide.

Nothing overwrites the past. What an entry says is a version that stays; the newest counts, and what was known at an
earlier moment can be read again. A finding is pure: the scheme, a day, a function, a value and who would decide.
"""

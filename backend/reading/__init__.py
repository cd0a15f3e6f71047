"""Reading: what members do with papers: notes that stay with the words they were made on, and search.

Nouns: note, quotation, place, thread of a paper's versions, found passage.
Verbs: note, edit, share, take back, anchor anew, search.

A note is its author's. A private one is seen by nobody else, whatever their office: no query of this room gives it,
the ledger holds none of its words, and no pack, export of the tenant or search reads it.
"""

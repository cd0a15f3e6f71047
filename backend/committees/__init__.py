"""Committees: the bodies of the tenant, the seats on them, who sat there when, and to whom they report.

Nouns: committee, seat, term, deputy, reporting line, quorum, terms of reference, review of effectiveness.
Verbs: form, change, retire a committee; add, change, retire a seat; appoint a person to a seat, end a term; name and
end a deputy; adopt and withdraw terms of reference; record a review.

A seat place is one row. A term is a person in a seat from a day to a day, both included, so that who sat on any
day is answerable for ever. Seats are the only truth for who is a chair or a member.
"""

"""Concerns: what somebody raised about the handling of interests, who looks into it, and what was found.

A concern is an allegation until it is found. Neither its words nor that it exists is shown to anybody but those who
handle it: not in a search, not in a count, not in the record of activity.

Nouns: concern, handler, reply, referral, finding, breach.
Verbs: raise a concern, give notice of it, reply, refer, find, publish what was learnt.
"""

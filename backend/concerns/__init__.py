"""Concerns and breaches: what anybody may raise about conflicts of interest, and what was found.

A concern is an allegation until something is found. Whoever is not named to handle it is told nothing of it: not that
it exists, nor how many do.

Nouns: concern, handler, notice, reply, referral, document, finding, breach.
Verbs: raise, assess, give notice, reply, investigate, find, refer, hand over, agree a text, withdraw it.
"""

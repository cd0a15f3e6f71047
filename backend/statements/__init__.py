"""Annual statements and reports: the year frozen at 31 March, and what is written on it.

Nouns: financial year, freeze, frozen part, highlight, statement, place, signature, addendum.
Verbs: freeze a year, compare a freeze with the present reading, mark a highlight, write a place, sign, add to it.
"""

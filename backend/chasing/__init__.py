"""Chasing: who is written to about what they owe, on which day and why, planned before it is sent.

Nouns: ladder, rung, thing that is owed, plan, letter, digest, quiet hours, dry run, forecast.
Verbs: plan, sweep, forecast, switch a ladder, settle the hours, close a day, stop.
"""

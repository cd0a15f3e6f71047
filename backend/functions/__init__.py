"""Functions: what is delegated, reserved or held by statute; who holds each, from when to when, by what agreement.

Nouns: function, model, holding, transfer, agreement, variation, notice, report that an agreement asks for.
Verbs: hold, transfer in phases, vary, give notice, show who holds what on a day.
"""

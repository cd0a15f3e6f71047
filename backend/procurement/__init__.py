"""Procurement: decisions to buy and contracts awarded, who took part, and how their conflicts were handled.

Nouns: procurement, panel member, declaration for a procurement, decision, notice, standstill.
Verbs: open a procurement, put somebody on its panel, declare for it, record the decision, publish a notice.
"""

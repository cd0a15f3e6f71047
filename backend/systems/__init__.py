"""Systems: what one organisation lets another see of its figures, and clusters that share those who lead them.

Nouns: grant, figure, delivery, threshold, suppressed figure, system view, cluster, shared office.
Verbs: grant, preview, deliver, suppress, end a grant, compare, propose a cluster, state who holds a shared office.
"""

"""Challenge: what governing bodies and committees asked, what assurance they sought, what they were answered, by topic.

Nouns: topic, question (of a fact, or for assurance), step.
Verbs: ask, answer, receive the assurance, ask again, withdraw; read what was asked before and not answered.
"""

"""Assurance: the frameworks that the organisation answers to, in editions, with what each asks, how it is answered, and
what the answers rest on.
"""

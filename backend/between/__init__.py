"""Between: what is decided between meetings: chair's action, urgent powers, decisions by correspondence.

Nouns: act, person of an act (who acted, was consulted or was asked), reply, fault, place on an agenda.
Verbs: record, ask, reply, remind, finish, place on an agenda, settle, strike out an act.

Nothing that happened is refused. An act is compared with the scheme of powers, the tenant's own rules, the register of
interests and, by correspondence, the quorum, as they were on its day. What was irregular says so with its way to
ratification. Every act goes on the next agenda of its committee, and a decision there settles it.
"""

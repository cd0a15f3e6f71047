"""People: the persons of a tenant, the roles that they hold, and how they sign in.

Nouns: person, role, account, session, passkey, invitation, permission.
Verbs: add a person, grant and end a role, give an account, sign in and out, confirm it is you, end a session.

An account is one human's way in and belongs to no tenant; a person is that human within one tenant, with that
tenant's own words for them. Seats on committees (chair, vice-chair, member, in attendance) belong to `committees`.
"""

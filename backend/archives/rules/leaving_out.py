"""What an export leaves out, each with its reason; a backup leaves out nothing of the organisation, and is sealed."""

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    "people_membership": "which accounts sign in; an account is one human's own, and no organisation's",
    "people_invitation": "links by which somebody could join",
    "people_founding": "links by which somebody could found an organisation",
    "releases_visit": "sessions of people who opened a released pack",
    "reading_note": "private notes are their author's",
    "reviewing_note": "private notes are their author's",
    "archives_export": "the keys of the exports themselves",
}
"""Whole tables. Those of `CONFIDENTIAL_ROOMS` are left out beside them."""

CONFIDENTIAL_ROOMS: Mapping[str, str] = {
    "concerns": "raised in confidence: even that there is one is known only to those who handle it",
}

CONFIDENTIAL = (
    "of something raised in confidence; the leaves of such events are in the tree, and prove as all others"
)

COLUMNS: Mapping[str, str] = {
    "releases_recipient.token_hash": "the proof of a link to a released pack",
    "releases_recipient.code_hash": "the proof of a code to a released pack",
    "people_provider.sealed_secret": "what the identity provider knows this service by, sealed",
    "people_pause.sealed_reason": "why somebody is not written to, sealed for whoever authorised it",
    "registers_import.cells": "the cells of a spreadsheet as it was uploaded, sealed",
    "setup_people_list.rows": "the rows of a list of people as it was uploaded, sealed",
    "notices_letter.text": "words of letters may hold links that let their reader in",
    "notices_letter.html": "words of letters may hold links that let their reader in",
    "notices_letter.content": "words of letters may hold links that let their reader in",
}
"""Columns of tables that are there: their places are empty."""

LOOKED_AT: Mapping[str, str] = {
    "people_provider.passwords_allowed": "yes or no",
    "ledger_event.salt": "with it the leaf of an event can be checked",
    "ledger_event.private_hash": "with it the leaf of an erased event can be checked",
    "ledger_leaf.hashes": "the tree itself",
    "ledger_checkpoint.root": "public",
    "ledger_anchor.root": "public",
    "ledger_anchor.proof": "a time stamp",
    "ledger_key.public": "public half",
    "interests_campaign_snapshot.public_key": "public half",
    "interests_campaign_snapshot.signature": "public",
}
"""Columns of bytes that an export holds, each with the reason why it is no secret (tests/archives)."""


def why_left_out(table: str) -> str | None:
    """Why an export has no rows of `table`; `None` where it has."""
    return TABLES.get(table) or CONFIDENTIAL_ROOMS.get(table.partition("_")[0])


def columns_left_out(table: str) -> dict[str, str]:
    """Column → why an export has nothing in it."""
    lead = f"{table}."
    return {name.removeprefix(lead): why for name, why in COLUMNS.items() if name.startswith(lead)}

"""What may be done: to persons and roles, to accounts, at the door, and with a session."""

from backend.people.operations.accounts import (
    accept_invitation,
    change_password,
    copy_tenant_name,
    disable_account,
    give_account,
    invite,
    join_by_identity,
    join_by_invitation,
    link_identity,
)
from backend.people.operations.codes import add_codes, offer_codes, remove_codes, set_up_codes
from backend.people.operations.managing import name_manager
from backend.people.operations.passkeys import (
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    confirm_by_passkey,
    remove_passkey,
    set_up_passkey,
    sign_in_with_passkey,
)
from backend.people.operations.pauses import end_pause, pause_person
from backend.people.operations.persons import add_person, change_person, end_role, grant_role
from backend.people.operations.sessions import end_other_sessions, end_session, sign_out, touch_session
from backend.people.operations.signing_in import (
    confirm_by_code,
    half_done_of,
    sign_in_with_code,
    sign_in_with_identity,
    sign_in_with_password,
)

__all__ = [
    "accept_invitation",
    "add_codes",
    "add_passkey",
    "add_person",
    "ask_for_new_passkey",
    "ask_for_passkey",
    "change_password",
    "change_person",
    "confirm_by_code",
    "confirm_by_passkey",
    "copy_tenant_name",
    "disable_account",
    "end_other_sessions",
    "end_pause",
    "end_role",
    "end_session",
    "give_account",
    "grant_role",
    "half_done_of",
    "invite",
    "join_by_identity",
    "join_by_invitation",
    "link_identity",
    "name_manager",
    "offer_codes",
    "pause_person",
    "remove_codes",
    "remove_passkey",
    "set_up_codes",
    "set_up_passkey",
    "sign_in_with_code",
    "sign_in_with_identity",
    "sign_in_with_passkey",
    "sign_in_with_password",
    "sign_out",
    "touch_session",
]

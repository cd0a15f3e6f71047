"""Requests, with what hangs on them. Who made a request stands in a table of its own, which few queries name.

Files of a request are kept here, not in the room of evidence, so that no list of files holds what may be withheld.
"""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Request(TenantOwned, tablename="requests_request"):
    """What was asked, and where it stands. `rules` is the edition that was in force on the day of receipt."""

    number = Integer()
    reference = Text()
    kind = Text()
    rules = Text()
    came = Text()
    received_on = Date(default=None)
    logged_at = Timestamptz(default=None)
    logged_by = Text()
    subject = Text()
    asked = Text()
    handler_person_id = UUID(null=True, default=None)
    state = Text()
    acknowledged_on = Date(null=True, default=None)
    extended_by = Integer()
    extended_because = Text(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closed_because = Text(null=True, default=None)
    transferred_to = Text(null=True, default=None)
    outcome = Text(null=True, default=None)
    due_on = Date(null=True, default=None)
    late_by = Integer(null=True, default=None)
    told_for = Date(null=True, default=None)
    version = Integer()


class Requester(TenantOwned, tablename="requests_requester"):
    """Who made a request. Read by `queries.names` alone."""

    request_id = UUID(default=None)
    name = Text()
    contact = Text()
    for_whom = Text(null=True, default=None)


class Pause(TenantOwned, tablename="requests_pause"):
    """What was asked of the requester, for which the clock stood still. `stop_id` is of the rules."""

    request_id = UUID(default=None)
    stop_id = Text()
    words = Text()
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    came_words = Text(null=True, default=None)
    recorded_by = Text()
    withdrawn_because = Text(null=True, default=None)


class Search(TenantOwned, tablename="requests_search"):
    """Who was asked to look for what, and what they answered."""

    request_id = UUID(default=None)
    person_id = UUID(default=None)
    asked = Text()
    asked_on = Date(default=None)
    asked_by = Text()
    due_on = Date(default=None)
    action_id = UUID(null=True, default=None)
    answer = Text(null=True, default=None)
    words = Text(null=True, default=None)
    answered_on = Date(null=True, default=None)
    answered_by = Text(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Exemption(TenantOwned, tablename="requests_exemption"):
    """Why something is withheld, with the weighing that it needs."""

    request_id = UUID(default=None)
    exemption_id = Text()
    covers = Text()
    reason = Text()
    interest_for = Text(null=True, default=None)
    interest_against = Text(null=True, default=None)
    applied_on = Date(default=None)
    applied_by = Text()
    withdrawn_because = Text(null=True, default=None)


class Opinion(TenantOwned, tablename="requests_opinion"):
    """The reasonable opinion of the qualified person on one exemption, in their own words."""

    request_id = UUID(default=None)
    applied_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    office = Text()
    words = Text()
    given_at = Timestamptz(default=None)
    proved_by = Text()


class Document(TenantOwned, tablename="requests_document"):
    """A file of a request. `part`: received, found, redacted (of `of_document_id`) or letter; `marked_at` is the last
    time that a mark on it changed."""

    request_id = UUID(default=None)
    part = Text()
    number = Integer()
    of_document_id = UUID(null=True, default=None)
    search_id = UUID(null=True, default=None)
    name = Text()
    media_type = Text()
    sha256 = Text()
    size = BigInt()
    kept_at = Text()
    disclosing = Text()
    marked_at = Timestamptz(null=True, default=None)
    made_from_marks_at = Timestamptz(null=True, default=None)
    added_at = Timestamptz(default=None)
    added_by = Text()
    withdrawn_because = Text(null=True, default=None)


class Redaction(TenantOwned, tablename="requests_redaction"):
    """What is taken out of a document, and by which exemption. `words` are what is withheld, so few may read them."""

    request_id = UUID(default=None)
    document_id = UUID(default=None)
    applied_id = UUID(default=None)
    words = Text(null=True, default=None)
    page = Integer(null=True, default=None)
    area = JSONB(null=True, default=None)
    found = Integer(null=True, default=None)
    marked_at = Timestamptz(default=None)
    marked_by = Text()
    withdrawn_at = Timestamptz(null=True, default=None)


class Answer(TenantOwned, tablename="requests_answer"):
    """An answer as it was prepared, checked and sent. `content` is what was checked, and `sha256` its hash."""

    request_id = UUID(default=None)
    number = Integer()
    outcome = Text()
    words = Text()
    content = JSONB()
    sha256 = Text()
    prepared_by = UUID(null=True, default=None)
    prepared_by_name = Text()
    prepared_at = Timestamptz(default=None)
    checked_by = UUID(null=True, default=None)
    checked_by_name = Text(null=True, default=None)
    checked_at = Timestamptz(null=True, default=None)
    check_words = Text(null=True, default=None)
    returned_at = Timestamptz(null=True, default=None)
    letter_id = UUID(null=True, default=None)
    letter_failed = Text(null=True, default=None)
    sent_on = Date(null=True, default=None)
    sent_by = Text(null=True, default=None)


class Review(TenantOwned, tablename="requests_review"):
    """An internal review by somebody who took no part in the answer."""

    request_id = UUID(default=None)
    asked_on = Date(default=None)
    words = Text()
    due_on = Date(default=None)
    reviewer_person_id = UUID(null=True, default=None)
    outcome = Text(null=True, default=None)
    reasons = Text(null=True, default=None)
    decided_on = Date(null=True, default=None)
    decided_by = Text(null=True, default=None)


class Disclosure(TenantOwned, tablename="requests_disclosure"):
    """An entry of the disclosure log, in words of its own: nothing leads from it to the requester."""

    request_id = UUID(default=None)
    title = Text()
    asked = Text()
    answered = Text()
    answered_on = Date(default=None)
    outcome = Text()
    with_documents = Boolean()
    proposed_by = UUID(null=True, default=None)
    proposed_by_name = Text()
    proposed_at = Timestamptz(default=None)
    approved_by_name = Text(null=True, default=None)
    public_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Correction(TenantOwned, tablename="requests_correction"):
    """What somebody asked to have put right about themselves. Without a proved address, nobody sees it."""

    number = Integer()
    reference = Text()
    about = Text()
    place = Text()
    wrong = Text()
    should_say = Text()
    name = Text()
    address = Text()
    asked_at = Timestamptz(default=None)
    tries = Integer()
    state = Text()
    received_on = Date(null=True, default=None)
    due_on = Date(null=True, default=None)
    outcome = Text(null=True, default=None)
    words = Text(null=True, default=None)
    answered_on = Date(null=True, default=None)
    answered_by = Text(null=True, default=None)

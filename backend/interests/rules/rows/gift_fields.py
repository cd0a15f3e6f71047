"""The fields that a column of an old register of gifts may hold, and the headings seen to mean each."""

from collections.abc import Collection

from backend.facts.bringing_in import field_of
from backend.interests.rules.rows import persons

FIELDS = (
    *persons.FIELDS,
    field_of(
        "offered_on",
        "Date of offer",
        "date of offer; date offered; offered on; date; date of gift; date of offer or receipt; date of gift or "
        "hospitality; date of event; when; date of hospitality; offer date; date of offer receipt",
        ends=False,
    ),
    field_of(
        "received_on",
        "Date of receipt",
        "date of receipt; date received; received on; date of receipt if applicable; date accepted; receipt date",
        ends=False,
    ),
    field_of(
        "kind",
        "Kind of offer",
        "kind of offer; type; type of gift; gift or hospitality; kind; category; nature of offer; type of offer; "
        "gift hospitality or sponsorship; gift or hospitality or sponsorship",
    ),
    field_of(
        "details",
        "Details of gift, hospitality or sponsorship",
        "details of gift hospitality or sponsorship; details; description; details of gift; details of gift "
        "hospitality; details of gift or hospitality; description of gift; description of gift or hospitality; gift; "
        "gift hospitality; what was offered; nature of gift; nature of gift or hospitality; gift offered; item; "
        "details of gifts and hospitality; description of offer",
    ),
    field_of(
        "value",
        "Estimated value",
        "estimated value; value; approximate value; estimated value of gift; value of gift; est value; cost; "
        "estimated cost; approx value; amount; worth; value gbp; estimated or actual value; value if known",
    ),
    field_of(
        "giver",
        "Supplier or offeror name",
        "supplier or offeror name; supplier offeror name; offeror; giver; donor; supplier; offered by; from; given by; "
        "provider; name of supplier; name of offeror; received from; organisation; company; source; from whom; "
        "name of donor; name of organisation; offered by whom; sponsor; name of company; name of giver",
    ),
    field_of(
        "giver_is",
        "Nature of business",
        "nature of business; supplier offeror nature of business; business; type of organisation; what the giver is; "
        "supplier or offeror nature of business; kind of business",
    ),
    field_of(
        "supplier",
        "Is the giver a supplier: yes or no",
        "is a supplier; current or potential supplier; supplier or contractor; supplier yes no; is the giver a "
        "supplier; current supplier; potential supplier; contractor or supplier",
    ),
    field_of(
        "outcome",
        "Declined or accepted",
        "declined or accepted; accepted or declined; accepted; declined; outcome; accepted declined; "
        "declined accepted; accept or decline; action; decision; accepted y n; response",
    ),
    field_of(
        "reason",
        "Reason for accepting or declining",
        "reason for accepting or declining; reason; reasons; reason for acceptance; rationale; justification; "
        "reason for accepting or declining offer; why accepted; reason for decision",
    ),
    field_of(
        "reviewed",
        "Reviewing officer and date",
        "reviewing officer and date; details of officer reviewing and approving the declaration made and date; "
        "reviewing officer; reviewed by; reviewed; officer reviewing; approved by line manager; authorised by; "
        "reviewed by and date; line manager; approving officer; approved; status",
    ),
    field_of(
        "comments",
        "Other comments",
        "other comments; comments; notes; remarks; any other comments; comment; further information",
    ),
    field_of("approved_by", "Senior approval", "senior approval; approved by; senior approver; approver"),
    field_of("advice", "Advice of the rules", "advice of the rules; advice"),
    field_of("followed", "Advice followed", "advice followed; followed"),
    field_of(
        "declared_on",
        "Declared on",
        "declared on; date declared; date of declaration; declaration date; date entered; date registered; "
        "date recorded",
        ends=False,
    ),
    field_of("late", "Declared late", "declared late; late; late declaration"),
    field_of("rule_set", "Rule set", "rule set; rules"),
    field_of(
        "before",
        "Previous offers: the register reckons them itself",
        "previous offers or acceptance from this offeror; previous offers; previous offers or acceptance; previous "
        "gifts; details of previous offers or acceptance by this offeror supplier",
        left_out=True,
    ),
)


def missing(fields: Collection[str]) -> list[str]:
    """What a sheet's columns don't cover and the register can't do without, in words."""
    wanted = (
        ("offered_on", "the day of the offer"),
        ("details", "what was offered"),
        ("giver", "who offered it"),
        ("value", "the value"),
    )
    return [*persons.missing(fields), *(words for key, words in wanted if key not in fields)]

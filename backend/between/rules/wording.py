"""Rules and moments in sentences."""

from backend.between.rules.acts import ActKind
from backend.between.rules.faults import some
from backend.catalogue.between import ActRule, Goes
from backend.catalogue.quorum import OFFICE_IN_WORDS
from backend.kit.calendar import in_words
from backend.powers.rules import and_words, pounds


def rule_in_words(rule: ActRule | None) -> str:
    """The rule as the pages quote it, with its clause and where it comes from."""
    if rule is None:
        return "The organisation’s rules say nothing of deciding in this way."
    parts = [_who(rule)]
    if rule.kind is ActKind.CORRESPONDENCE:
        parts.append(_asking(rule))
    elif rule.consult:
        parts.append(f"after consulting {some(rule.consult, 'other voting member')}")
    if rule.limit is not None:
        parts.append(f"up to {pounds(rule.limit * 100)}")
    then = "ratifies it" if rule.goes is Goes.RATIFICATION else "is told of it"
    sentence = f"{', '.join(part for part in parts if part)}. The next meeting {then}."
    since = f"In force from {in_words(rule.effective_from)}"
    return f"{sentence} {rule.clause}. {since}; {rule.provenance_in_words}."


def _who(rule: ActRule) -> str:
    if rule.kind is ActKind.CORRESPONDENCE:
        return "Every voting member is asked" if rule.ask_all else "Members are asked"
    names = [f"the {OFFICE_IN_WORDS[office]}" for office in rule.by]
    who = f"{and_words(names)} act together" if rule.jointly else f"{' or '.join(names)} acts"
    stand_in = " or ".join(f"the {OFFICE_IN_WORDS[office]}" for office in rule.stand_in)
    words = f"{who} ({stand_in} in the Chair’s place)" if stand_in else who
    return words[:1].upper() + words[1:]


def _asking(rule: ActRule) -> str:
    days = f"within {some(rule.reply_days, 'working day')}, and the replies make the quorum"
    if not rule.meeting_if:
        return days
    wanted = "any one member" if rule.meeting_if == 1 else some(rule.meeting_if, "member")
    return f"{days}; {wanted} can ask for a meeting"

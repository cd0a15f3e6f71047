"""The rules of the catalogue that a request is handled by: those in force on the day when it was received."""

from datetime import date

from backend.catalogue import shelf
from backend.catalogue.information import Exemption, InformationRules, RequestKind
from backend.catalogue.problems import UnableToFindRuleSet
from backend.requests.rules import UnableToHandle

FRAMEWORK = "requests-for-information"


def rules_on(day: date) -> InformationRules:
    """The edition in force on a day. Raises UnableToHandle before the first."""
    try:
        edition = shelf.catalogue().rule_set_in_force(FRAMEWORK, day)
    except UnableToFindRuleSet as missing:
        raise UnableToHandle(str(missing), field="received_on") from missing
    assert isinstance(edition, InformationRules), f"{FRAMEWORK} holds rules for requests"
    return edition


def rules_of(key: str) -> InformationRules:
    """An edition by `id/edition`, as a request holds it."""
    edition = shelf.catalogue().frameworks[key]
    assert isinstance(edition, InformationRules), f"{key} holds rules for requests"
    return edition


def kind_of(rules: str, kind: str) -> RequestKind:
    found = rules_of(rules).kind(kind)
    assert found is not None, f"{rules} has a kind {kind}"
    return found


def exemption_of(rules: str, exemption_id: str) -> Exemption:
    found = rules_of(rules).exemption(exemption_id)
    assert found is not None, f"{rules} has an exemption {exemption_id}"
    return found

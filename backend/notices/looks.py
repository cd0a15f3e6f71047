"""How letters of the organisation look: the sender's name and the words under each, as they are kept."""

from backend.catalogue.own import MAIL, MailKept
from backend.scope import Scope
from backend.tenancy import settings

_SHIPPED = MailKept()


def kept(scope: Scope) -> MailKept:
    """What is settled for letters; without it they bear the organisation's own name and no words more."""
    return settings.kept(scope, MAIL, MailKept, shipped=_SHIPPED)

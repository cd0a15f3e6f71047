"""What the schedules of a tenant do, each through the operations of its room."""

from collections.abc import Mapping

from backend.desk.scheduled import assurance, board_packs, chase, framework, registers, reviews, years
from backend.schedules.doings import Doing

CHASE: Doing = chase.Chase()

_ALL: tuple[Doing, ...] = (
    CHASE,
    registers.RegisterRefresh(),
    board_packs.BoardPacks(),
    assurance.AssurancePack(),
    framework.FrameworkReport(),
    reviews.TermsReview(),
    reviews.RegisterReview(),
    years.YearFreeze(),
)

DOINGS: Mapping[str, Doing] = {each.key: each for each in _ALL}
"""By key, in the order in which the page shows them."""

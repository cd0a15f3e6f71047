"""How a confined task may end other than well. Kept apart so that a child need not load what only the parent
uses.
"""


class ConfinedFailure(Exception):
    """The child did not finish: too slow, too large, or it broke. The text is a plain sentence fragment."""


class ConfinedRefusal(Exception):
    """The task looked at its payload and refused it, with a plain sentence."""

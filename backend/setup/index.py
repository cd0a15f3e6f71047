"""Further pages of settings, which the index shows after the groups: what no folder says stands in pages of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page with settings of its own. `address` is within the tenant, such as `/settings/mail`."""

    title: str
    words: str
    address: str
    permission: str


ENTRIES: tuple[Entry, ...] = (
    Entry(
        title="Set-up list",
        words="What is left before first use, people from a list, and invitations.",
        address="/set-up",
        permission="setup.read",
    ),
    Entry(
        title="Life of this organisation",
        words="Trial, live, suspended or closed; everything taken along; what is proposed to end.",
        address="/life",
        permission="archives.read",
    ),
    Entry(
        title="Sign-in",
        words="An identity provider of your own, tried out step by step; whether passwords stay.",
        address="/settings/sign-in",
        permission="setup.read",
    ),
    Entry(
        title="Branding",
        words="The line at the head of pages and papers, within the NHS identity rules.",
        address="/settings/branding",
        permission="setup.read",
    ),
    Entry(
        title="Mail",
        words="The sender’s name, words under letters, where answers go, a test letter.",
        address="/settings/mail",
        permission="setup.read",
    ),
    Entry(
        title="How long records are kept",
        words="The periods in force, where they come from, and longer ones of your own.",
        address="/settings/retention",
        permission="setup.read",
    ),
    Entry(
        title="Privacy notice",
        words="The public notice, and the way by which people ask for corrections.",
        address="/settings/privacy",
        permission="setup.read",
    ),
    Entry(
        title="Data-protection impact assessment",
        words="Risks for people, measures, what is left, the signature and the next review.",
        address="/settings/impact-assessment",
        permission="setup.read",
    ),
)

"""Founding links from the command line: made, listed, ended. Each is called with open services."""

from typing import Any

from backend.kit import mail
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.notices import post
from backend.people.operations import founding


async def invite(_services: Any, email: str, days: int) -> tuple[str, ...]:
    """Make a link; returns what is told, once. With a mail server the link goes by mail too, and codes later."""
    by_mail = post.mail_url() != post.KEPT_HERE
    async with DB.transaction_with({}):
        made = await founding.invite_founder(email=email, days=days, by_mail=by_mail, now=real_now())
        address = f"{post.public_url()}/founding/{made.token}"
        until = in_words(made.expires_at)
        if by_mail:
            await post.send(_letter(made.email, address, until), again=False)
    told = [f"Founding link for {made.email}, good once and until {until}:", "", f"  {address}", ""]
    if made.code is not None:
        told += [
            "There is no mail server (MAIL_URL), so no code is sent to the address. Tell this code to its holder by",
            f"another way than the link, such as the telephone: {made.code}",
        ]
    else:
        told += [f"It was sent to {made.email}. The page sends a code there, which proves the address."]
    return (*told, "Neither is kept: make another link if it is lost (this one then ends).")


async def links_in_words(_services: Any) -> tuple[str, ...]:
    """One line a link, the newest first."""
    async with DB.transaction_with({}, readonly=True):
        links = await founding.founding_links()
    now = real_now()
    return tuple(
        f"{link.email:40} {link.state(now=now)}; made {in_words(link.made_at)}, good until {in_words(link.expires_at)}"
        for link in links
    ) or ("No founding link was made yet.",)


async def revoke(_services: Any, email: str) -> str:
    """End the open link of an address."""
    async with DB.transaction_with({}):
        await founding.revoke_link(email=email, now=real_now())
    return f"The founding link for {email} has ended."


def _letter(email: str, address: str, until: str) -> mail.Letter:
    return mail.Letter(
        message_id=mail.message_id_for(f"founding/{address}", host=post.host()),
        to=email,
        subject="Set up an organisation in Probity",
        text=(
            "You were invited to set up an organisation in Probity. "
            f"The link works once, until {until}:\n\n{address}\n\n"
            "The page sends a code to this address first, so that nobody else can use the link.\n"
        ),
    )

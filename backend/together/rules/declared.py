"""The base of everything that may pass, and the kinds of words that its fields hold."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Figure = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$")]
"""A number as it was written, in decimal, so that nothing is rounded on its way."""


class Declared(BaseModel):
    """The base of what is sent: these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Declared):
    """One of the two bodies, by the word of its address and its name."""

    slug: Line
    name: Line

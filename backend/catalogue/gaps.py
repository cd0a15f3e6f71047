"""What the sources of a folder say, and what they lack: said in words, so that nothing is made up to fill it."""

from enum import StrEnum

from backend.catalogue.shapes import Line, Source, Strict, Text


class Evidence(StrEnum):
    """How much the sources say of an organisation."""

    DESCRIBED = "described"
    """A source describes it: what stands in the folder carries its page."""
    NAMED_ONLY = "named only"
    """The sources give its name and little else; the gaps say what is lacking."""
    INVENTED = "invented"
    """It does not exist: a demonstration."""


EVIDENCE_IN_WORDS = {
    Evidence.DESCRIBED: "described in the sources",
    Evidence.NAMED_ONLY: "only named in the sources",
    Evidence.INVENTED: "invented for a demonstration",
}


class Needing(StrEnum):
    """What can't be made before a gap is closed."""

    BOARD_PACK = "board pack"
    ASSURANCE_PACK = "assurance pack"


class Gap(Strict):
    """`[[gaps]]` of `tenant.toml`: one thing that the sources do not say."""

    what: Line
    """What is lacking, such as `Who sits on its board`."""
    says: Text
    """What the sources say instead, or that they are silent."""
    looked: tuple[Source, ...] = ()
    """Where one looked: every document and page that could have said it."""
    needed_for: tuple[Needing, ...] = ()

"""Names by their letters: INHSFT, and whether a word is letters at all."""

# ruff: noqa: E501, SIM905 -- word lists read better on one line

import re

from backend.radar.names import LEGAL, plain_word

# Letters that papers use for something else than an organisation.
_LETTERS_OF_MANY = frozenset(
    """NHS GMS PMS APMS QOF CQC CCG ICB ICS ICP PCN PCT KPI UDA MDT GPS VAT CFO COO CIC LLP PLC LTD OBC FBC SOC PFI ITT PQQ AQP PSR TUPE DNA
    SLA LES DES LIS NES EOL COPD CHC CNS CVD CYP EPR ERF FTE WTE GIRFT HCA HEE IAPT IFR LDS LTC MSK NICE OOH OPD PALS PPG PTS RTT SEND
    SHMI SRO STP UEC UTC VCS VCSE WIC AGM EIA QIA DPIA FOI GDPR IT HR ED MIU LMC LPC LOC LDC HWB OSC""".split()
)


def initials(name: str) -> frozenset[str]:
    """`Inventshire NHS Foundation Trust` by its letters, INHSFT, INFT or IFT; three of them unless they mean something else."""
    words = list(re.findall(r"[A-Za-z]+", re.sub(r"\([^)]*\)|['’]s?\b", "", name)))
    kept = [word for word in words if word.lower() not in ("and", "of", "the", "for", "in", "at")]
    kept = [word for word in kept if plain_word(word.lower()) not in LEGAL] or kept
    if len(kept) < 3 or any(len(word) < 2 for word in kept):
        return frozenset()
    ways = {
        "".join(instead if word == "NHS" else word[0].upper() for word in kept)
        for instead in ("NHS", "N", "")
    }
    return frozenset(way for way in ways if len(way) > 2 and way not in _LETTERS_OF_MANY)


def is_letters(name: str) -> bool:
    """An abbreviation in capitals, such as INHSFT: in a text it counts only in capitals."""
    bare = re.sub(r"[.\s]", "", name.strip())
    return (
        2 <= len(bare) <= 7
        and bare.isalnum()
        and sum(c.isupper() for c in bare) >= 2
        and sum(c.islower() for c in bare) <= 1
    )

"""Names as words that can be compared: case, accents, punctuation, possessives, abbreviations, legal endings."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Initials written apart or with points are one word ("M.H.P.", "P Q"); so is a word with its apostrophes.
# Texts are folded first, which leaves no underscore and one kind of apostrophe.
WORD = re.compile(r"\w{2,}(?:'\w+)*|(?<!\w)[a-z](?:(?:\.[ ]?|[ ])[a-z](?![\w']))+\.?|\w(?:'\w+)*|[&+]")
_INVISIBLE = "\ue000"  # stands in a text for a character without width, so that places stay the same

_TIE = "\ua78f"  # a letter that stands in a text for the hyphen of one word: co-operative

_SAME = {
    "coop": "cooperative", "coops": "cooperative",
    "&": "and", "+": "and", "your": "our", "saint": "st", "saints": "st", "sts": "st", "drs": "dr", "doctor": "dr", "limited": "ltd",
    "ctr": "centre", "center": "centre", "cntr": "centre", "cntre": "centre", "cent": "centre", "ctre": "centre",
    "med": "medical", "surg": "surgery", "sgy": "surgery", "surgy": "surgery", "pract": "practice", "prac": "practice",
    "hlth": "health", "hth": "health", "hosp": "hospital", "hosps": "hospitals", "hse": "house", "ct": "court", "crt": "court",
    "cttee": "committee", "ctte": "committee", "fed": "federation", "assoc": "association", "assn": "association",
    "dept": "department", "svc": "services", "svcs": "services", "serv": "services", "servs": "services",
    "grp": "group", "ptnr": "partners", "ptnrs": "partners", "pship": "partnership", "ptnrship": "partnership",
    "uni": "university", "univ": "university", "comm": "community", "cmty": "community", "pharm": "pharmacy",
    "pharms": "pharmaceuticals", "nurs": "nursing", "res": "residential", "rd": "road", "ln": "lane", "ave": "avenue",
    "gdns": "gardens", "sq": "square", "co": "company", "bros": "brothers", "intl": "international", "nat": "national",
    "natl": "national", "amb": "ambulance", "mgmt": "management", "mgt": "management", "sth": "south", "nth": "north",
    "gen": "general", "tech": "technology", "diag": "diagnostics", "props": "properties", "cncl": "council",
    "coun": "council", "bldgs": "buildings", "incorporated": "inc", "found": "foundation", "fdn": "foundation",
    "fndn": "foundation", "tr": "trust", "cons": "consortium", "soc": "society", "all": "all", "mt": "mount",
}  # fmt: skip
# Several words and the letters that stand for them. Names are spread out, then each shortened once more.
SHORTENED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("nhs", "foundation", "trust"), "nhsft"), (("foundation", "trust"), "ft"), (("health", "centre"), "hc"),
    (("medical", "centre"), "mc"), (("medical", "practice"), "mp"), (("nursing", "home"), "nh"), (("care", "home"), "ch"),
    (("county", "council"), "cc"), (("city", "council"), "cc"), (("district", "council"), "dc"),
    (("borough", "council"), "bc"), (("metropolitan", "borough", "council"), "mbc"),
    (("primary", "care", "network"), "pcn"), (("local", "medical", "committee"), "lmc"),
    (("local", "dental", "committee"), "ldc"), (("local", "pharmaceutical", "committee"), "lpc"),
    (("local", "optical", "committee"), "loc"), (("community", "interest", "company"), "cic"),
    (("limited", "liability", "partnership"), "llp"), (("public", "limited", "company"), "plc"),
    (("clinical", "commissioning", "group"), "ccg"), (("integrated", "care", "board"), "icb"),
    (("general", "practice"), "gp"), (("general", "practitioner"), "gp"), (("out", "of", "hours"), "ooh"),
    (("mental", "health"), "mh"), (("learning", "disability"), "ld"), (("health", "services"), "hs"),
    (("children", "and", "young", "people"), "cyp"), (("ambulance", "service"), "ambulance"),
    (("nhs", "trust"), "trust"), (("unitary", "authority"), "council"),
)  # fmt: skip
_SHORTENED_FROM: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _long, _short in SHORTENED:
    _SHORTENED_FROM.setdefault(_long[0], []).append((_long, _short))
_SPREAD = {
    "nhsft": ("nhs", "foundation", "trust"), "ft": ("foundation", "trust"), "hc": ("health", "centre"),
    "nh": ("nursing", "home"), "dc": ("district", "council"), "bc": ("borough", "council"),
    "mbc": ("metropolitan", "borough", "council"), "pcn": ("primary", "care", "network"),
    "lmc": ("local", "medical", "committee"), "ldc": ("local", "dental", "committee"),
    "lpc": ("local", "pharmaceutical", "committee"), "ooh": ("out", "of", "hours"), "mh": ("mental", "health"),
    "mc": ("medical", "centre"),
}  # fmt: skip
LEGAL = frozenset("ltd llp plc cic inc cio company lp uk holdings".split())
# Words that say what kind of place it is, and not which: they never stand for an organisation alone.
GENERIC = LEGAL | frozenset(
    """the a an of and for at in on to by with dr nhs trust foundation hospital hospitals surgery surgeries practice
    practices medical health healthcare care centre clinic clinics group partnership partnerships partner partners
    service services home homes nursing residential court council county city district borough metropolitan community
    primary network local committee dental pharmaceutical optical pharmacy pharmacies chemist chemists opticians
    optician federation alliance consortium association society university college school academy charity hospice
    infirmary general practice gp gps doctors doctor family branch unit department division company consultancy
    consulting advisory solutions systems digital diagnostics properties property estates facilities group mental
    ambulance urgent emergency integrated board authority national international royal limited new house lodge
    collaborative provider providers union agency support systems team mutual cooperative enterprise enterprises
    forum club league friends institute research management pharmaceuticals pharma laboratories labs social
    dispensing house hall studio studios ftrust wellbeing centre site building group's
    domiciliary audit auditors accountants biosciences bioscience generics imaging transport therapy therapies physiotherapy
    footcare solicitors legal counselling technical technology technologies telecom telecoms catering cleaning security software
    biotech therapeutics capital investments trading independent private specialist rehabilitation scanning staffing training
    pathology networks welfare""".split()
)
# Everyday words that many places are named for.
COMMON = frozenset(
    """park oak oaks elm ash ashes tree trees hill hills mill lane road street avenue way church castle view bridge
    green spring springs river valley high manor priory abbey meadow meadows field fields wood woods woodland forest
    lake brook north south east west central upper lower great little old cross gate market station victoria albert
    king queen kings queens george crown bell rose holly willow willows birch beech cedar cedars chestnut poplar lime
    limes orchard garden gardens grove heath moor dale cliff beach bay harbour quay quayside dock dockside riverside
    lakeside hillside parkside sunny bright fair first one two three four red white black blue golden silver star sun
    moon swan lion eagle kite fox close drive terrace square place crescent row end top cottage grange hall farm chapel
    vicarage rectory parish town village bank mount mountain border harmony hope haven unity care trinity compass
    horizon beacon phoenix pathway bridgeway gateway lighthouse anchor together forward progress active mind mindful
    well being wellbeing dove circle nova vital prime premier assured select choice direct plus care link options
    sovereign heritage legacy""".split()
)
STREET = frozenset(
    "lane road street avenue way close drive terrace square crescent row gate hill walk rise place parade".split()
)
DIRECTIONS = frozenset(
    "north south east west central upper lower great little old new mid royal greater inner outer".split()
)
# Two words for the same kind of place.
_KINDS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("surgery",), ("practice",), ("medical", "centre"), ("medical", "practice"), ("health", "centre"),
     ("group", "practice"), ("family", "practice"), ("medical", "group"), ("doctors", "surgery")),
    (("nursing", "home"), ("care", "home"), ("residential", "home"), ("rest", "home"), ("residential", "care", "home")),
    (("pharmacy",), ("chemist",), ("chemists",), ("pharmacies",)),
    (("opticians",), ("optician",), ("optometrists",), ("eyecare",), ("eye", "care")),
    (("dental", "practice"), ("dental", "surgery"), ("dental", "centre"), ("dental", "care"), ("dental", "clinic"),
     ("dentists",)),
)  # fmt: skip


_ALSO = {
    "hospitals": "hospital", "hospital": "hospitals", "services": "service", "service": "services", "doctors": "dr",
    "properties": "property", "partners": "partnership", "laboratories": "laboratory", "associates": "partners",
}  # fmt: skip
# After one word of a name these make a place of it: Brambleholt village.
LANDSCAPE = frozenset(
    """village valley hamlet river hill hills estate area ward parish bypass station festival school church common woods
    heath green town bridge canal junction roundabout constituency locality""".split()
)


# Words for a kind that a name ends in and that stand for it with an article and a capital: "the Co-operative".
BODIES = frozenset(
    """cooperative alliance collaborative partnership federation consortium society association foundation institute university
    college hospice infirmary union forum league club agency mutual charity""".split()
)


class _Plain(dict[int, str]):
    """Accents off, and one character for one: a place in what comes out is the same place in what went in."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if point in (0x2018, 0x2019, 0x201B, 0x02BC, 0x60, 0xB4, 0x2032):
            plain = "'"
        elif unicodedata.category(character) in ("Mn", "Cf", "Me"):
            plain = _INVISIBLE
        elif not character.isalnum():
            plain = " " if character not in "&+" else character
        else:
            spread = unicodedata.normalize("NFKD", character)
            lower = (
                spread[0] if spread and len(unicodedata.normalize("NFKC", character)) == 1 else character
            ).lower()
            plain = lower[0] if lower else character
        self[point] = plain
        return plain


_PLAIN = _Plain()


def folded(text: str) -> str:
    """Lower case without accents, of the same length, so that places hold in both."""
    text = text.replace("_", " ")
    if not text.isascii():
        for character in set(text):
            if character > "\x7f" and (plain := _PLAIN[ord(character)]) != character:
                text = text.replace(character, plain)
    return text.lower().replace("co-op", f"co{_TIE}op")


_APART = {point: " " for point in range(128) if not chr(point).isalnum() and chr(point) not in "'&+ "}


def apart(text: str) -> str:
    """A folded text with a space for all that stands between words; of the same length."""
    if text.isascii():
        return text.translate(_APART)
    for character in set(text):
        if not character.isalnum() and character not in f"'&+ {_INVISIBLE}":
            text = text.replace(character, " ")
    return text


@lru_cache(maxsize=100_000)
def plain_word(word: str) -> str:
    """One word of a folded text as it is compared: no apostrophes, possessives or points, one spelling of many."""
    if _INVISIBLE in word or not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace(_INVISIBLE, "").replace(_TIE, ""))
    if "'" in word:
        word = word.strip("'")
        word = word[:-2] if word.endswith("'s") else word
        word = word.replace("'", "")
    if "." in word or " " in word:
        word = word.replace(".", "").replace(" ", "")
    return _SAME.get(word, word)


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, compared and spread out: `St. Aldwena's H.C.` gives st, aldwena, health, centre."""
    flat: list[str] = []
    for match in WORD.finditer(folded(name)):
        word = plain_word(match[0])
        flat.extend(_SPREAD.get(word, (word,)))
    return tuple(without_article(tuple(word for word in flat if word)))


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in ("the", "our") else words


def without_legal(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in LEGAL and words[-1] not in ("company",):
        words = words[:-1]
    return words


@lru_cache(maxsize=40_000)
def written_otherwise(name: str) -> frozenset[tuple[str, ...]]:
    """All ways in which the words of a name may stand in a text that mean that name and no other."""
    start = words_of(name)
    ways = {start, without_legal(start)}
    bare = tuple(plain_word(m[0]) for m in WORD.finditer(folded(re.sub(r"\([^)]*\)", " ", name))))
    if bare:
        ways.add(without_legal(without_article(bare)))
    camel = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name)
    if camel != name:
        ways.add(without_legal(words_of(camel)))
    joined = re.sub(r"(?<=\w)[-‐‑–](?=\w)", "", name)
    if joined != name:
        ways |= {words_of(joined), without_legal(words_of(joined))}
    if start and start[0] == "nhs" and len(start) > 2:
        ways.add(start[1:])
    for at, word in enumerate(start):
        if word in _ALSO:
            ways.add(without_legal((*start[:at], _ALSO[word], *start[at + 1 :])))
    ways |= {surgeons for way in list(ways) for surgeons in _titled(way)}
    for _ in range(2):
        ways |= {short for way in list(ways) for short in shortened(way)}
    return frozenset(way for way in ways if way)


def _titled(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`Dr A B Exemplar & Partners` is also Dr Exemplar and Partners, and Dr Exemplar's practice."""
    if words[0] != "dr" or len(words) < 3:
        return
    yield words[1:]
    rest = words[1:]
    if len(rest[0]) <= 3 and len(rest) > 2 and rest[1] != "and":
        rest = rest[1:]
        yield rest
        yield ("dr", *rest)
    if len(words) == 3 and len(words[1]) <= 3:
        for kind in ("practice", "surgery"):
            yield ("dr", words[2], kind)
    surnames = [word for word in rest if word not in ("and", "partners", "partner", "dr") and len(word) > 2]
    if len(surnames) > 1:
        for kind in ("practice", "surgery"):
            yield ("dr", surnames[0], kind)
        yield (surnames[0], "and", surnames[1])
        yield tuple(surnames[:2])
        yield tuple(surnames)
    if rest[-2:] == ("and", "partners"):
        for kind in ("practice", "surgery", "partnership"):
            yield ("dr", *rest[:-2], kind)
        yield ("dr", *rest[:-2], "and", "partner")
    if "and" in rest:
        yield tuple(word for word in words if word != "and")


def shortened(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """With letters for several words, one after another: `Castle View Health Centre` and its HC."""
    # Only after a word that says which: "HC" alone names nobody.
    for at in range(1, len(words)):
        for long, short in _SHORTENED_FROM.get(words[at], ()):
            if words[at : at + len(long)] == long:
                yield (*words[:at], short, *words[at + len(long) :])


def other_kinds(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`Elm Tree Surgery` when somebody writes Elm Tree Practice."""
    bare = without_legal(words)
    for family in _KINDS:
        for ending in sorted(family, key=len, reverse=True):
            if len(bare) > len(ending) and bare[-len(ending) :] == ending:
                yield from ((*bare[: -len(ending)], *other) for other in family if other != ending)
                return


def cut_short(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with words of its kind left off from the end, one after another: the last is its head."""
    bare = without_legal(words)
    while len(bare) > 1 and bare[-1] in GENERIC:
        bare = bare[:-1]
        while len(bare) > 1 and bare[-1] in ("and", "of", "for", "the", "in", "at"):
            bare = bare[:-1]
        if all(word in GENERIC for word in bare):
            return
        yield bare

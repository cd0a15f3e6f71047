"""Words that a phrase for a class of providers is made of, and how sure each form of it is."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

from backend.radar.kinds import TAGS

# How sure: of everybody in a class; of a class without more; of practices without more; of one alone; of the only one of a kind by the noun; of some among them.
EVERY, CLASS, ONE, CALLED, ONLY, BARE, SOME = 0.85, 0.78, 0.62, 0.57, 0.53, 0.45, 0.4
HEADS = frozenset(
    """practice surgery gp practitioner doctor contractor pharmacy chemist pharmacist dentist optician optometrist home hospice council
    authority charity university federation network pcn trust hospital provider agency organisation group body supplier company firm
    sector holder manufacturer partnership school consultancy laboratory landlord association maker contract agreement owner operator
    dispenser acute alliance collaborative cooperative centre business service clinic consultant industry government dentistry""".split()
)
ALL = frozenset("all every each any both our member constituent these those either".split())
PROVIDES = frozenset(
    "provider supplier contractor organisation company firm operator owner network federation group holder association".split()
)
ALONE = frozenset("council hospice federation university pcn".split())  # "the council", where there is one
MEANT = {"trust": "trust", "home": "carehome", "network": "pcn"}  # a noun alone
PAID = frozenset("home pharmacy hospice dentist optician chemist".split())
NUMBERS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
MONEY = frozenset(
    "fee fees grant grants contract contracts payment payments rate rates funding price prices uplift uplifts tariff".split()
)
EACH = frozenset("every each any per either".split())
DEFINITE = frozenset("the our local its their this county area city".split())
DETERMINING = EACH | DEFINITE
NEUTRAL = frozenset(
    """statutory local nhs individual gp general medical high street retail provider contracted existing current independent contractor
    whole small contract area participating eligible registered licensed neighbourhood foundation main single health clinical""".split()
)
SEVERAL = frozenset(
    """some several few many certain selected successful two three four five six seven eight nine ten eleven twelve dozen thirteen
    fourteen fifteen sixteen twenty thirty forty fifty half one another rural urban smaller larger large bigger distant remote inner outer outlying northern
    southern eastern western pilot named chosen remaining failing struggling most""".split()
)
NOT_HERE = frozenset(
    "other neighbouring another non different foreign english scottish welsh elsewhere national outside no".split()
)
NONE = frozenset(("none", "neither"))
JOINS = frozenset("and or".split())
LINKS = frozenset("and or of for the with in at to that not older people nurse".split())
LINKED = frozenset(
    tuple(phrase[at - 1 : at + 2])
    for phrase in TAGS
    for at in range(1, len(phrase) - 1)
    if phrase[at] in LINKS
)
CONTRACT_WORDS = frozenset(
    "contract agreement contractor practice surgery term funding premium budget baseline review money kind holder doctor provider".split()
)
SINGLE = frozenset("a an one its this that the new his her their interim temporary".split())
IDLE = frozenset(
    "nhs individual existing current whole small area main single".split()
)  # what they stand before says no more by them
GOES_ON = frozenset("of for that which who with on holding under".split())
LONGEST = 7  # words before the noun
# What may follow a noun that stands for itself, and is not the first half of another.
AFTER_NOUN = frozenset(
    """is was are were has had have will would may might can could should must does did do to in at on for with of from by as but if
    and or nor that which who whose when where while since because before after until under over about itself also now then there here
    this still not only alone says said asks wants told agrees wrote writes bid bids owns holds runs ran pays paid gets got gave gives
    puts put sees saw took takes be being been need needs hopes hold plans proposes offers offered already currently again later first so per against between within without during through than except itself every each this that both had run pay lose loses gain gains leads lead would next nearest down near opposite beside behind nearby""".split()
)

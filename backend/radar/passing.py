"""Mentions that are no hits: what stands beside a name that shows it is only spoken of in passing.

A sentence comes with `@@` in place of the words in question. The patterns are in the order in which they are asked.
"""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

import re
from functools import lru_cache

_ROOM = (
    r"(?:lecture theatre|(?:meeting|board|seminar|training|function|conference|committee|common|day|education) ?rooms?"
    r"|(?:conference|education|postgraduate|training|community|visitor) (?:cent(?:re|er)|suite|facilit(?:y|ies))"
    r"|car park|hall|boardroom|canteen|caf[eé]|library|chapel|gardens?|grounds|atrium|suite|restaurant|premises|training suite)"
)
_MET = (
    r"(?:held|hosted|took place|takes? place|taking place|met|meets?|gathered|convened|staged|assembled|sat|filmed|photographed|launched"
    r"|meeting|workshop|event|seminar|session|away ?day|review day|development day|engagement day|training day|drop-?in|roadshow|conference|summit)"
)
_THE = r"(?:the |our |a |an |its |their |local )*"
_NEAR = r"[^.;:@]{0,60}?"
_NOT = r"(?:(?:did|does|do|has|have|had|is|are|was|were|will|would|could|can|may|need)(?: not|n't|not)|never)"

VENUE, SOCIAL, ABSENT, THANKED, COMPARED, LETTER, NO_PART, PLACE, LIFE, TOLD = (
    "a venue", "a visit or an occasion", "an apology for absence", "thanks", "a comparison", "a letter that is only annexed",
    "said to have no part in it", "a reference point", "where somebody has worked", "told of it only",
)  # fmt: skip

_PATTERNS: tuple[tuple[str, str], ...] = (
    (NO_PART, r"@@[^.;:@]{0,100}?\b(?:too late|out of time|(?:price|offer|quote|quotation)s? (?:that )?(?:was|were|is|are) too (?:high|dear)|(?:is|are|was|were|be|being) (?:left|kept|held back|put off|deferred|postponed) (?:for|until|till|to) (?:the |a |an |another |its |their )?(?:second|next|later|following|third|autumn|spring|another|future|separate)"
              r"|(?:is|are|was|were|being|be) (?:reported|dealt with|covered|considered|treated|handled|described) (?:elsewhere|separately|apart|in (?:another|a separate|a different|its own) (?:paper|report|item))|(?:is|are) for (?:another|a later|the next) (?:paper|meeting|day|year|round|stage)|stays? (?:as (?:it is|they are|now|before)|the same|unchanged|where)|(?:is|are|would be|will be|remains?) (?:unchanged|untouched|not (?:touched|changed)))\b"),
    (NO_PART, r"@@[^.;:@]{0,60}?\b(?:sent|made|put in|put forward|returned|submitted|offered|gave|entered|had|has|have|with|took|takes|take|play|plays|has taken|have taken) no (?:tender|bid|offer|response|reply|application|proposal|expression|part|role|interest|hand|share|say)s?\b"),
    (NO_PART, r"@@[^.;:@]{0,60}?\b(?:(?:is|are|was|were|been|be) (?:considered and |looked at and |then |later |since )?(?:rejected|ruled out|dropped|discounted|dismissed|set aside|turned down|removed from|taken out of)|(?:is|are|was|were|falls?|lies?) (?:out of|beyond|outside)(?: the)? (?:scope|it|this|remit|range|reach|its)|not before (?:the|us|this))\b"),
    (NO_PART, r"@@[^.;:@]{0,60}?\b(?:asked for|get|gets|receives?|paid|given|offered|gains?|loses?|owed?|owes|has|have|seeks?|seek|want|wants|do|does) nothing\b"),
    (NO_PART, r"@@[^.;:@]{0,40}?\b(?:comes? (?:later|next|in|with|at|after)(?: the)?(?: (?:next|later|second|third|another|following))?(?= (?:wave|round|phase|year|stage|step|tranche|time)|[.,;]| later)|(?:will )?follow(?:s)? (?:in|later|next|after|with)|will be (?:asked|taken|looked at|dealt with|added|brought in) (?:later|next|in (?:the|a) (?:next|later|second)))"),
    (NO_PART, r"@@[^.:@]{0,110}; (?:they|it|these|those|both|neither|none)(?: of \w+)? (?:was|were|is|are|did|do|does|has|have|had)(?: not|n't)\b"),
    (NO_PART, r"@@[^.;:@]{0,110}?\b(?:lie|lies|is|are|was|were|fall|falls|sit|sits|stand|stands|and) (?:quite |wholly |well )?(?:outside|beyond) (?:this|the|it|its|that|these|our|most)\b"),
    (TOLD, r"@@(?:'s)?[^.;@]{0,30}\b(?:has|have|had) (?:also |all |already )?(?:seen|read|been shown|had sight of)(?: (?:the|this|it|a|our) ?\w*(?: \w+)?)?(?=[.;,]|$)"),
    (NO_PART, r"@@[^.;:@]{0,60}?\b(?:is|are|was|were|would be|will be) (?:a |an )?(?:separate|different|another|other) (?:matter|question|story|paper|thing|issue|decision|contract|service|body|organisation|firm|company|practice|scheme)s?\b|@@ (?:already (?:had|have|has|got|get)|(?:had|have|got|get) (?:it|this|theirs|one|such a \w+) already)\b"),
    (ABSENT, r"\b(?:present|in attendance|attendees|attending|attendance|members present|sitting)\b ?:[^\n]*@@"),
    (LIFE, r"\b(?:former|ex|one-time|retired|past|onetime|previous)[ -](?:[\w-]+ ){1,4}(?:of|at|from|with) (?:the )?@@|\b(?:nurse|doctor|manager|registrar|consultant|clerk|colleague|officer|director|somebody|someone|observer|student|member of staff|pharmacist|analyst)s? (?:of|from|at) (?:the )?@@,? (?:sat|observed|came|attended|joined|helped|spoke|read|watched|advised|presented|was there|were there|looked)\b|\b(?:sat|came|attended|joined|there|here|present|read|checked|looked at|seen) (?:\w+ )?by (?:a|an|two|three|some) (?:[\w-]+ ){1,3}(?:of|from|at) (?:the )?@@"),
    (NO_PART, r"@@[^.;:@]{0,60}?\b(?:see|sees|have|has|face|faces|feel|find|notice|bring|brings|mean|means) no (?:change|difference|loss|gain|effect|cost|benefit|part|need)s?\b"),
    (PLACE, r"@@(?:'s|')? (?:landlord|neighbour|rival|competitor)s?\b|\bnext door \(?(?:the )?@@"),
    (NO_PART, r"\bnothing (?:here |in it |in this |else |at all )?(?:for|to|from|of) (?:the |our )?@@|@@[^.;@]{0,60}\bnothing (?:for|in) (?:it|them|this|that|these)\b"),
    (NO_PART, r"@@[^.;@]{0,60}?\b(?:is|are) (?:the |a |an )?[\w ]{2,20}(?:'s|s') (?:affair|business|matter|job|concern|responsibility|task|duty)\b|@@[^.;@]{0,60}?\bleft to (?:it|them|others|the council|another)\b"),
    (NO_PART, r"@@[^.;@]{0,60}?\bnot (?:anything|something|a thing|got anything)? ?to do with\b|[,(;–-] ?(?:but )?not (?:the )?@@"),
    (NO_PART, r"@@[\"'”’]? ?\((?:the |a |an )?(?:national|other|unrelated|different|separate|bigger|larger|london) (?:one|body|charity|firm|company|practice|\w+)\b|@@[^.;@]{0,30}\bno relation\b"),
    (NO_PART, r"@@(?:'s)?[^.;@]{0,40}?\bnot (?:be |been |being |to be |itself |directly |currently |now |at present )*(?:involved|affected|included|mentioned|considered|concerned|covered|eligible|in scope|part of|a party|party|taking part|join|joining|touched|funded|counted|bidding|invited|meant|about|for decision|one of|among|members?|belonging)\b"),
    (NO_PART, r"@@(?:'s)?[\"”)]? ?(?::|[-–(,]) ?[^.;@|/]{0,40}?\b(?:no (?:effect|change|impact|bid|response|reply|tender|view|part|role|involvement)|nil (?:return|change)|not applicable|excluded|out of scope|outside scope|exempt|separate (?:paper|process|report|item|scheme|review)|(?:other|another|next|later) (?:paper|item|report|year|phase|wave|round)|(?:bid|tender|offer|application) (?:late|withdrawn|declined|disqualified))\b"),
    (NO_PART, r"\b(?:no (?:effect|impact|bearing|implications?|consequences?|difference|change)s? (?:on|for|to|at|in)|makes? no (?:difference|change) (?:to|for|at))\b[^.;@]{0,30}@@"),
    (NO_PART, r"(?!.*\bbut (?:\w+|\d+)(?: \w+)? @@)\b(?:all|every|each|any)\b[^.;@]{0,70}\b(?:but|except(?:ing)?|bar|save|other than|apart from|excluding)(?: for)? (?:the )?(?:one|two|three|four|five|six|\d+)?[^.;@]{0,3}:? ?[^.;@]{0,110}@@"),
    (NO_PART, r"@@(?:'s)?[^.;@]{0,30}?\b(?:may|can|could|might|will|would) (?:apply|join|bid|come in|follow|be (?:asked|invited|added)) (?:in (?:19|20)\d\d|later|next|when|once|after|from (?:19|20)\d\d)\b"),
    (NO_PART, r"@@(?:'s)?[^.;@]{0,60}?\b(?:not|nor)(?: \w+)? (?:see|notice|feel|want|need|have|get|receive) (?:any|a|the|it|this|them|that|one|anything)\b"),
    (NO_PART, r"@@(?:'s)? (?:bid|tender|offer|application|proposal)s?[ :,(–-]{1,3}(?:was |were )?(?:withdrawn|declined|disqualified|late)\b|@@(?:'s)?[^.;@]{0,60}?\b(?:will be|is|are|come|comes|to be|have|has) [^.;@]{0,25}?\b(?:separate|another|later|different) (?:paper|report|item|process|review|exercise|meeting)\b"),
    (NO_PART, r"@@[^.;@]{0,60}?\b(?:not (?:be )?(?:opened|scored|marked|evaluated)|after the (?:deadline|closing date))\b|@@ ?[:–-] ?(?:no|none|nil)(?=[.;,]|$)"),
    (PLACE, r"@@(?:'s)? (?:is|are|stands?|lies?) (?:opposite|next (?:door )?to|beside|across from|close to|near|where (?!the|a|an|our|its|this))\b|\b(?:a|an|another) @@ (?:in|at|near|of)\b"),
    (LIFE, r"@@ (?:has |have |had )?(?:published|brought out) (?:a|an|the|its|their)\b|@@ (?:has |have |had )?sent (?:a|its|their|us a) (?:card|flowers|wreath|good wishes|greetings|regards|love)\b"),
    (LIFE, r"\b(?:of|from|for) (?:the )?@@,? (?:attended|was present|were present|was in attendance|joined the meeting|sat in|looked on)\b"),
    (TOLD, r"@@ (?:is |are |was |were |has been |have been )?(?:also |now |fully )?(?:aware|sighted|(?:informed|told|consulted|content|happy|relaxed) ?(?:[.,;)]|$)|written to|copied in|kept informed)(?! of the (?:risk|concern))|@@[^.;@]{0,60}\bas a courtesy\b|@@[^.;@]{0,20}\b(?:no|has no|have no|had no|takes no|took no|without a) view\b"),
    (PLACE, r"\b(?:street|road|park|pub|hotel|house|village|school|farm|ship|boat|club|choir|band|firm|shop|company|caf[eé]|field|estate|person|man|woman)s? (?:is |was |are )?(?:called|named|known as|by the name of) (?:the )?[\"“‘']?@@|@@[^.;@]{0,60}\b(?:of|by|with|bearing) (?:that|the same|this|a like|the like|a similar) name\b"),
    (NO_PART, r"@@[^.;:@]{0,40}?\b(?:have|has|had|get|gets|carry|carries|need|needs|keep|keeps|make|makes) no (?:local|such|other|like|similar|separate|right|premium|claim)\b|@@[^.;:@]{0,50}?\b(?:letter|paper|report|review|voice|item|meeting|process|timetable|scheme|contract|arrangement|fund|budget)s? of (?:their|its) own\b"),
    (NO_PART, r"@@,? being (?:on|under|paid|covered|outside|exempt|already)\b"),
    (LETTER, r"\b(?:correspondence|press cutting|cutting|article|leaflet|statement)s? (?:from|by|about|on|of) (?:the )?@@[^.;@]{0,40}\b(?:annex\w*|attached|appended|enclosed)\b"),
    (NO_PART, r"\b(?:this|that|it|which) (?:is|was|has|does|did) not (?:about|concern|mean|refer to|(?:to do|anything to do) with|mention|speak of) (?:the )?@@"),
    (COMPARED, r"\b(?:idea|approach|plan|model|pathway|scheme|design|wording|form|method|template) (?:comes?|came|was taken|taken|is taken|follows?|copies|copied|is copied|borrowed)(?: one)?(?: used| tried| run)? (?:from|at|by|of|in) (?:the )?@@|\bfollows? (?:one|that|those|what was done|the one) (?:at|by|in|of) (?:the )?@@"),
    (NO_PART, r"\b(?:no|nor any|not any) (?:offer|bid|tender|reply|answer|response|word|application)s? (?:was |were |is |has been |had been |came |have )?(?:had |made |received |heard |seen |come )?(?:from|by|of) (?:the )?@@"),
    (NO_PART, r"@@[^.;:@]{0,80}?\b(?:did not|didn't|does not|has not|had not) (?:go on|proceed|pursue|follow (?:it )?up|return|come back|reply|respond|bid|continue|go further|show)\b(?! to the survey)"),
    (LIFE, r"\b(?:before (?:she|he|they|leaving|joining)|after|when|since) ?(?:she |he |they )?(?:had )?(?:left|leaving|joined|quit) (?:the )?@@|\bused to (?:be|work|practise|teach|sit|serve) (?:at|for|with|in|on) (?:the )?@@"),
    (PLACE, r"\b(?:bus|tram|train|ferry|route|path|footpath|lane|road)s?\b[^.;@]{0,20}\b(?:goes|go|runs|run|stops|stop|calls|passes) (?:by|past|at|outside|near) (?:the )?@@"),
    (NO_PART, r"\b(?:nothing|none of (?:this|it|these|the)|no part|not a word|neither)\b[^.;:@]{0,40}\b(?:touch(?:es)?|affects?|concerns?|relates? to|applies to|involves?|is for|bears on|changes?|about) (?:the )?@@"),
    (NO_PART, r"\b(?:not|nor) (?:of|to|for|with|from|at|in) (?:the )?@@(?! (?:alone|only))"),
    (NO_PART, r"\b(?:no|without(?: any| a)?) @@|\bnot (?:a|an|any|the|one of) (?:the )?@@"),
    (COMPARED, r"\b(?:as|like) (?:in|at|with|for) [^.;@]{0,40}?(?:used|run|tried|in use|in place|found|set up|adopted|developed)?(?: at| by| in)? (?:the )?@@,|\bby way of (?:example|comparison|contrast|illustration)\b|\bfor (?:comparison|contrast|illustration|reference|interest)\b(?=[^.;]*@@)|@@[^.;]{0,30}\b(?:shown|given|quoted|cited|listed|added|included|set out)? ?(?:only )?(?:for|by way of|as an?) (?:comparison|contrast|illustration|reference|example|benchmark)\b"),
    (COMPARED, r"\b(?:cited|quoted|mentioned|named|given|shown|taken) as (?:an? |the )?(?:good |recent |well-known )?(?:example|model|benchmark|exemplar|case)s?\b[^.;@]{0,50}@@|@@[^.;@]{0,30}\b(?:is|was|are|were) (?:often |also |sometimes )?(?:cited|quoted|mentioned|held up|praised|given) as\b"),
    (ABSENT, r"@@[^@;]{0,40}?\b(?:could not|couldn't|cannot|was unable to|were unable to|is unable to|unable to) (?:be (?:there|present|here|with us)|attend|come|join|make it)\b|\bapologised\b"),
    (LIFE, r"\b(?:worked|nurse|doctor|manager|director|registrar|consultant|clerk|trainee|post|job|years|employed|employment|placement|secondment|spell|started|served)\b[^.;@]{0,25}\b(?:at|with|for|in|from) (?:the )?@@[^.;]{0,40}\b(?:before (?:she|he|they|joining|coming|moving|that|becoming)|until (?:she|he|they)|in (?:19|20)\d\d|ago|and then|earlier in|at the start of)\b"),
    (PLACE, r"@@,? (?:elsewhere|abroad|in (?:another|other|the next|the neighbouring|a neighbouring|neighbouring) (?:county|counties|city|cities|regions?|parts?|areas?|towns?|systems?)|in the (?:north|south|east|west|rest of)|up and down the country|over the (?:border|county))\b"),
    (COMPARED, r"\b(?:since|because|whereas|while|as) @@ (?:had|already (?:had|have|has)|have had)\b"),
    (NO_PART, r"@@[^.;:]{0,90}?\b(?:and|but|yet|though it|which) (?:did|has|had|does|would|could|was|is) not(?=[ ,]*(?:[.;]|$|so\b|do so|in the end))"),
    (NO_PART, r"@@[^.;:]{0,60}?\b(?:stayed away|kept away|kept out|held back|held off|sat (?:it|this one) out|let (?:it|the chance) pass|made no (?:bid|offer|tender|application)|put in no|sent in no|entered no|submitted no|has been ruled out|was ruled out|thought better of it|lost interest)\b"),
    (NO_PART, r"\b(?:neither|nor)\b[^.;:@]{0,60}@@[^.;:]{0,60}?\b(?:bid|tender\w*|appl\w+|affected|involved|part|party|touched|included|concerned|covered|offered|interested|eligible)\b"),
    (NO_PART, r"@@(?: nor\b[^.;:]{0,60}?)\b(?:bid|tender\w*|appl\w+|affected|involved|part|party|touched|included|concerned|covered|offered|interested|eligible)\b"),
    (NO_PART, r"\b(?:leaves?|left) @@ (?:as|where|alone|untouched|out)\b|\bnothing (?:changes|would change|will change|is asked|is proposed|is planned) (?:for|of|at) @@"),
    (NO_PART, r"\b(?:no|without|little|any) (?:effect|bearing|consequences?|implications?|impact|claim|call|relation) (?:on|for|upon|to) (?:the )?@@|\bno difference to (?:the )?@@|\bof no concern to (?:the )?@@"),
    (NO_PART, r"\b(?:all|every|each|any|everyone|everybody)\b[^.;,:@]{0,50}\bbut (?:for )?(?:the )?@@"),
    (NO_PART, r"@@(?:'s)?[^.;:@]{0,30}?\b(?:covered by|subject to|fall(?:s)? under|governed by|dealt with (?:by|under|in)|paid (?:by|under|through)|funded (?:by|under|through)|come(?:s)? under|have|has|under) (?:a |an |their |its |the )?(?:separate|different|other|another|own|national)(?! (?:name|firm|owner|roof|title))\b"),
    (COMPARED, r"\bmodelled on [^.;@]{0,40}@@|\bthan (?:the )?@@(?:'s)?(?: (?:charges?|pays?|does|do|did|had|has|was|were|asks?|offers?|manages?|spends?|takes?|gets?))?(?= *(?:[.,;]|$)| (?:charges?|pays?|does|do|did|had|has|manages?|spends?|gets?)\b)"),
    (LIFE, r"\b(?:previously|formerly|late|lately|once|until (?:recently|last \w+)|originally) (?:of|at|with|from|employed by|a \w+ at) (?:the )?@@"),
    (PLACE, r"\b(?:site|land|plot|field|road|path|lane|stop|bridge|car park|lies|lie|stands|runs|strip|ground)\b[^.;@]{0,40}\bbetween\b[^.;@]{0,50}\band (?:the )?@@"),
    (PLACE, r"\b(?:road|street|footpath|path|bus stop|stop|junction|crossing|roundabout|corner|bridge|traffic lights|shops?|bend|turning|kerb|pavement|pothole\w*)\b[^.;@]{0,15}\b(?:by|at|near|outside|past|before|after|beyond) (?:the )?@@"),
    (PLACE, r"\b(?:turn|left|right|directions?|signpost\w*|drive|walk)\b[^.;@]{0,20}\b(?:after|at|past|before|by) (?:the )?@@"),
    (VENUE, r"\b(?:next|last|following) (?:meeting|session|workshop|event)\b[^.;@]{0,40}\b(?:at|in) (?:the )?@@"),
    (VENUE, r"\b(?:booked|sang|performed|rehearsed|photograph(?:ed|s)?|pictures?|filmed|recorded|interviewed|lunch(?:ed)?|dined|refreshments|stalls?|exhibit\w*|displayed?)\b[^.;@]{0,40}\b(?:at|in|of) (?:the )?@@"),
    (NO_PART, rf"@@(?:'s)?{_NEAR}\b{_NOT}\b(?: \w+){{0,3}}? ?\b(?:bid|bidding|tender\w*|submit\w*|appl(?:y|ied|ying)|take part|taken part|taking part"
              r"|part (?:of|in|to)|a party|party|involved?|affected|concern(?:ed)?|touch(?:ed)?|include[ds]?|cover(?:ed)?|eligible|contribut\w*|belongs?|figures?|features?|express(?:ed)?|compet\w+"
              r"|ask(?:ed)?|consider(?:ed)?|invit(?:ed|e)|approach(?:ed)?|chosen|choose|select(?:ed)?|consult(?:ed)?|paid (?:under|by|through|for)|counted|meant|proposed|named|successful"
              r"|within|in scope|put in|used|needed|required|counted in|mentioned in|enter(?:ed)?|offer(?:ed)?|shortlisted|a bidder|bidders|among|one of|on the list|benefit|lose|gain|change)\b"),
    (NO_PART, r"@@(?:'s)?[^.;:@]{0,40}?\b(?:no (?:longer|part|role|interest|involvement|bid|stake|connection|link|say)|neither|nor (?:is|was|does|did)"
              r"|nothing to do|nothing directly)\b"),
    (NO_PART, r"@@(?:'s)?[^.;:@]{0,90}?\b(?:withdrew|declined|decided against|chose not|opted out|stayed out|pulled out|ruled itself out|stood aside"
              r"|(?:is|are|was|were|fall|falls|remains?|lies?|sits?) (?:entirely |wholly |quite )?outside|(?:is|are|was|were|being) (?:excluded|exempt|exempted|left out|unaffected"
              r"|omitted|left as (?:it is|they are))|(?:other|separate|different|their own|its own) (?:arrangements?|rules|review|process|national rules))\b"),
    (NO_PART, rf"\b(?:except(?:ing)?(?: for| from)?|excludes?|excluding|other than|apart from|aside from|save for|but not|bar|with the exception of"
              rf"|not including|exempts?|leaves? out|leaving out|leaves? aside|{_NOT} (?:touch|affect|concern|apply to|include|cover|extend to|involve|reach|change|be offered to)"
              r"|nothing to do with|not to be confused with|no connection (?:with|to)|no link (?:with|to)|unconnected with|unrelated to"
              r"|no bid (?:came |was received |was made )?(?:from|by)|nothing (?:was )?(?:heard|received|came) from|no (?:tender|offer|response|application) (?:came |was received )?from"
              rf"|not open to|open only to others than|does not (?:mean|include)|not those of|no change (?:for|to|at|in))\b {_THE}(?:[\w'-]+ ){{0,5}}?@@"),
    (NO_PART, r"@@[^.;:@]{0,30}\b(?:,? which|,? who)?,? (?:did not|has not|didn't|chose not to) (?:bid|tender|apply|respond to the invitation)\b"),
    (ABSENT, r"\b(?:apolog(?:y|ies)|unable to (?:attend|come|be present)|absent|on (?:annual )?leave|sent (?:her|his|their) regrets)\b"),
    (THANKED, r"\b(?:well done (?:to|again to)|hats off to|bravo (?:to)?|kudos to|three cheers for|credit (?:is due )?to|cheers to|proud of|good luck to)\b[^.;@]{0,60}@@"),
    (THANKED, r"\b(?:thank(?:s|ed|ing)?|grateful|gratitude|appreciation|indebted|pay tribute|paid tribute|acknowledge[sd]?)\b[^.;@]{0,110}@@"),
    (THANKED, r"@@[^.;:@]{0,40}\b(?:is|are|was|were) (?:warmly |all )?(?:thanked|congratulated)\b"),
    (VENUE, rf"\b{_MET}\b[^.;@]{{0,70}}?\b(?:at|in|inside|on the site of|hosted by|by courtesy of|on the premises of) {_THE}(?:{_ROOM},? (?:of|at|in) {_THE})?@@(?! (?:was|were|is|are) (?:asked|awarded|paid)\b)"),
    (VENUE, r"@@,? (?:was|were|is|will be|has been) (?:again |once more |kindly )?the (?:venue|host|setting)\b"),
    (VENUE, r"\bvenue\b[^.;@]{0,30}@@"),
    (VENUE, rf"^(?![^@]*@@[^.;]*(?:£|\b(?:grants?|leases?|rent|extend|convert|too small|repairs?|refurbish|propos))).*?\b{_ROOM}s? (?:at|of|in|belonging to|lent by|hired from|borrowed from|kindly lent by|provided by) {_THE}@@"),
    (VENUE, rf"\b{_MET}\b[^.;]*?@@(?:'s)?,?(?: in (?:its|the|their))?(?: own| new| old| main| large| \w+)? {_ROOM}\b"),
    (VENUE, rf"@@(?:'s)?(?: own| new| old| main)? {_ROOM}\b[^.;]*?\b{_MET}\b"),
    (VENUE, rf"\b(?:{_ROOM}|room|venue|space|refreshments|catering|lunch|tea|coffee|sandwiches|parking|chairs|stall)\b[^.;@]{{0,40}}\b(?:lent|provided|given|offered|hired|supplied|donated|laid on|served)\b[^.;@]{{0,30}}\b(?:by|from) {_THE}@@"),
    (VENUE, rf"@@ (?:kindly |has |had |again |also |very |generously )*(?:lent|hosted|hosts|provided|gave|offered|laid on) (?:us )?(?:the|a|an|its|their)? ?(?:\w+ )?(?:{_ROOM}|room|venue|space|refreshments|lunch|stall|stand|tea|event|meeting|session|workshop|day|visit)\b"),
    (COMPARED, rf"\b(?:compar(?:ed|es|ing|able|e)\b[^.;@]{{0,40}}?(?:with|to|against)(?: [^.;@,]{{0,30}}(?:at|in|for|of))?|comparisons? (?:with|to|against)|by comparison with|in contrast (?:to|with)|unlike"
               rf"|similar(?:ly)? to|(?:that|those|the one|the ones|one|something) (?:used|run|adopted|tried|built|offered|in use|in place) (?:by|at|in)|as (?:at|in|is done (?:at|in|by)|happens (?:at|in)|was done (?:at|in|by)|seen (?:at|in)|tried (?:at|in|by))|the same as (?:at|in|that)"
               rf"|benchmark\w*[^.;@]{{0,30}}?(?:with|against|on|to)|model(?:led)? (?:on|used (?:by|at|in)|adopted (?:by|at|in)|run (?:by|at|in)|tried (?:by|at|in))"
               rf"|lessons? (?:were |was )?(?:taken |drawn |learnt |learned )?(?:from|at)|learn(?:ing|t|ed)? from|(?:the )?example (?:of|set by|at)"
               rf"|based on (?:the )?(?:work|experience|approach|model|success|scheme|pilot) (?:of|at|by|in)|drawing on (?:the )?(?:work|experience) (?:of|at|by|in)"
               rf"|than (?:at|in|those (?:at|of|in)|that (?:at|of|in)|for|the \w+ (?:at|of|in))?|whereas|against (?:\S+ )?(?:\S+ )?(?:at|in|for)|average (?:at|of|for)"
               rf"|copied from|borrowed from|inspired by|follows? (?:the )?(?:lead|pattern|model) of|along the lines of|familiar from|like (?:the )?(?:one|that|those) (?:at|of|in|run by)|like)\b {_THE}@@(?!'s? (?:bid|contract))"),
    (COMPARED, r"\b(?:visited|looked at|went to see|studied|saw)\b[^.;@]{0,40}@@[^.;]{0,60}\b(?:learn|see how|model|scheme there|does it|works there|works in practice)\b"),
    (COMPARED, r"@@,? (?:which |who )?(?:has |have |already |also |did |does )*(?:did|does|do|done|tried|introduced|adopted|runs|run|uses|made)(?: much)? (?:the same|something (?:similar|like)|a similar|likewise|so|this|that|it)\b"),
    (COMPARED, r"@@(?:'s)? (?:own |average |median )?(?:waits?|waiting times?|rates?|figures?|prices?|performance|scores?|median|average|position|ratio|turnover)\b[^.;]{0,25}?\b(?:was|were|is|are|stood|stands)\b"),
    (LETTER, r"\b(?:letters?|notes?|leaflets?|statements?|comments?|views?|press releases?|e-?mails?|reports?|minutes)\b,? (?:of support |of thanks )?(?:from|of|by|sent by) (?:the |our )?(?:[\w'-]+ ){0,4}?@@[^.;@]{0,70}\b(?:annex\w*|attached|appended|enclosed|circulated|for information|for reference)\b"),
    (LETTER, r"\b(?:annex\w*|attached|appended|enclosed|appendix)\b[^.;@]{0,60}\b(?:letters?|notes?|statements?|correspondence|leaflets?) (?:from|by|of) (?:the |our )?(?:[\w'-]+ ){0,4}?@@"),
    (LETTER, r"@@[^.;@]{0,150}\b(?:letter|note|statement|leaflet)s? (?:is|are|was|were|has been|stands?) (?:only )?(?:annexed|attached|appended|enclosed|in (?:the )?annex|at annex|in (?:the )?appendix)"),
    (LIFE, r"\b(?:trained|qualified|graduated|studied|educated|career|degree|formerly (?:worked|employed|a|the)|previously (?:worked|employed|a|the|at|with)|once (?:worked|a)|used to work|who (?:has )?worked|began|cut (?:her|his|their) teeth)\b[^.;@]{0,50}\b(?:at|with|for|in|of|from) (?:the )?@@"),
    (LIFE, r"\b(?:said that (?:she|he|they) (?:was|were|is|are|had been)|declar\w+ that (?:she|he|they) (?:was|were|is|are|had been)|known to be) (?:now |still |also )?(?:a|an|the) [^.;@]{0,40}\b(?:at|of|in|with) (?:the )?@@"),
    (LIFE, r"\b(?:joins?|joined|joining|recruited|welcomed?|appointed|(?:who|she|he|(?:Dr|Mr|Mrs|Ms|Miss|Professor)\.? [\w-]+(?: [\w-]+)?) (?:has )?(?:comes?|came|moves?|moved|arrives?|arrived|transferred))\b[^.;@]{0,50}\bfrom (?:the )?(?:[\w'-]+ ){0,3}?@@"),
    (LIFE, r"\b(?:study|research|article|literature|thesis|book|blog|textbook|journal|dissertation|trial)\b[^.;@]{0,30}\b(?:by|from|of|at|in) (?:the )?(?:[\w'-]+ ){0,4}?@@"),
    (PLACE, r"\b(?:leaflets?|posters?|copies|forms|cards|tickets|packs|booklets?|information|advice)\b[^.;@]{0,50}\b(?:had|available|found|collected|picked up|displayed|obtained|left|ordered|on show|handed out|placed) (?:at|from|in|by) (?:the )?@@"),
    (PLACE, r"\b(?:next (?:door )?to|near(?:est)?(?: to)?|opposite|close to|beside|behind|adjacent to|adjoining|across (?:the (?:road|street|way) )?from|in front of|round the corner from"
            r"|(?:yards|metres|miles?|minutes|minutes' walk|walk|stone's throw|short walk|short drive|half a mile|a mile) (?:from|of|away from)|up the road from|down the road from|bus stop (?:at|by|outside)|outside|within (?:sight|reach) of|past|on the way to|on the corner by) (?:the )?(?:old |former )?@@"),
    (PLACE, r"\b(?:bus|route|number \d+|road|path|footpath|cycle path|lane|parking)\b[^.;@]{0,40}\b(?:stops? (?:at|by|outside)|runs? (?:past|to|by)|passes|between [^.;@]{1,40} and|from [^.;@]{1,40} to) (?:the )?@@"),
)  # fmt: skip
# An occasion is no more than that, unless the sentence goes on to business.
_OCCASION = (
    r"\b(?:tea dance|put on a (?:play|show)|(?:golden|silver|diamond) (?:jubilee|anniversary|wedding)|jubilee|happy retirement|retire[sd]?|retirement|wish(?:ed|es)? [^.;]{0,60}\bwell|best wishes|condolences|obituary|tea with|coffee with|get well|baby|wedding|farewell|leaving (?:do|party)|dinner|lunch(?:eon)?|breakfast|reception|awards? (?:night|ceremony|evening|dinner|event)|(?:annual|staff|long service|gala) awards?|ceremony|garden party|f[eê]te|fair|concert"
    r"|carols?|christmas (?:party|fair|lunch|dinner|meal|cards?|lights|tree|raffle|do|concert|market|cake|boxes|show|service|carols)|party|anniversary|celebrat\w+|open day|open evening|prize|fun run|charity (?:run|walk|match|auction)|sponsored (?:walk|run)|cricket|football|quiz|cake sale|raffle|marathon"
    r"|congratulat\w+|birthday|retirement (?:do|party|tea)|memorial|service of thanksgiving|annual general meeting|agm|conference|exhibition|bake sale|summer event|tombola|choirs?|poems?|paintings?|(?:won|wins|receiv\w+|given|shortlisted for) (?:an?|the|this year's) (?:\w+ )?(?:awards?|prizes?|medals?|certificates?)|garden show|open gardens|came to the (?:workshop|event|meeting|day)|gave a (?:talk|lecture|speech)|letters? of thanks|on (?:the|its) cover|made a (?:dame|knight)|honours list|good wishes|plaque|looked after (?:at|by|in)|cared for (?:at|by|in)|nursed (?:at|by|in)|died (?:at|in)|born (?:at|in)|stayed (?:at|in))\b",
    r"\b(?:visit(?:ed|s|ing)?(?: to| by)?|tour(?:ed)?(?: of)?|(?:opened|unveiled|named|cut the ribbon (?:at|on))\b[^.;@]{0,40}|shown round|walked round|spent (?:a|an|the|half a) (?:day|morning|afternoon|shift|week)[^.;@]{0,12}|shadowed|shadowing"
    r"|spoke (?:at|to)|gave a (?:talk|speech|lecture) (?:at|to)|(?:as )?(?:a )?guest (?:at|of)|(?:met|meeting|met with|saw) (?:the )?(?:new |interim )?(?:leader|chair(?:man)?|chief executive|staff|governors|trustees|mayor|head|team|matron|manager)s?[^.;@]{0,20}(?:of|from|at)|attended|courtesy call (?:on|to)|introduced to)\b[^.;@]{0,60}@@",
)
_BUSINESS = re.compile(
    r"\b(?:(?:will be|is|are|be) asked|asks?|asked (?:to|for|that|whether)|fund(?:ed|ing)?|contracts?|award(?:ed)? (?:to|of)|propos\w+|recommend\w*|pay(?:ment|s)?|paid|rent|leases?|grants?|bids?|£|business case"
    r"|tender\w*|procure\w*|approve\w*|commission\w*|closure|close|merge\w*|extend\w*|expansion)\b|£",
    re.IGNORECASE,
)
_TOLD = (
    r"@@ (?:were|was|have been|had been) (?:all |also |each |then )?(?:consulted|surveyed|polled|sounded out)\b",
    r"@@[^.;@]{0,60}\b(?:will be|were|was|are|have been|has been|be) (?:all |also |each )?(?:told|informed|notified|reminded)\b",
    r"\b(?:newsletters?|bulletins?|circulars?|mailings?|e-?mails?|leaflets?|posters?|magazine|questionnaires?|surveys?|letters?|guidance|briefings?|invitations?|reminders?)\b[^.;@]{0,70}\b(?:to|for|by|in|round|among|across|at|of)\b[^.;@]{0,30}@@",
    r"\b(?:sent|circulated|distributed|posted|e-?mailed|copied|mailed|shared|publicised|advertised)\b[^.;@]{0,30}\b(?:to|with|among|round|through)\b[^.;@]{0,20}@@",
    r"\b(?:told|informed|notified|e-?mailed|reminded|wrote to|written to|read by)\b[^.;@]{0,20}@@",
    r"@@(?:'s)? (?:have|has|were|was|will be|are|is|had|to be|is to be|are to be) (?:all |each |also |again )*(?:been )?(?:told|informed|sent|notified|written to|e-?mailed|invited to (?:a|an|the)|reminded|thanked|copied)\b",
    r"@@[^.;@]{0,30}\b(?:leaflets?|posters?|newsletters?|bulletins?|magazine)\b",
    r"@@ (?:will |also )?(?:receives?|received|gets?|got|read) (?:a|the|their|our|this|its) (?:copy|newsletter|bulletin|letter|usual|magazine|briefing|e-?mail)\b",
)
# Left out once, and a reason for the proposal rather than an exception to it.
_ONCE = re.compile(
    r"\b(?:was|were|had been|have been|has been) (?:\w+ )?(?:left out|excluded|not (?:included|covered|part|offered|eligible|invited))\b[^.;]*\b(?:in (?:19|20)\d\d|last (?:year|time)|until now|so far|at first|originally|hitherto|previously|to date)\b",
    re.IGNORECASE,
)
_ASKED = re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS), re.IGNORECASE)
_REASONS = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _PATTERNS)
_OCCASIONS = re.compile("|".join(f"(?:{pattern})" for pattern in _OCCASION), re.IGNORECASE)
_TOLDS = re.compile("|".join(f"(?:{pattern})" for pattern in _TOLD), re.IGNORECASE)
_ANSWERED_NO = re.compile(r"\? *(?:sorry|no\b|not\b|never|none)", re.IGNORECASE)
_PRONOUN = re.compile(r"\s*(?:it|they|these|those|both|this one|that one)(?= )", re.IGNORECASE)
_LONGEST = 700  # characters of a sentence that are looked at, around the words


# Another subject between a name and what is said: "Elm Lodge would run it, and Lowmoor is not included".
_SOMEBODY_ELSE = re.compile(
    r"(?:,|;|\band|\bbut|\bwhile|\bwhereas|\bthough|\band that) (?:the |our )?(?!NHS|CCG|ICB|GP|I )[A-Z][a-z]+"
)
_SHORT_NOT = (
    (re.compile(r"\b(?:can't|cannot|cant)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\b(?:won't|wont)\b", re.IGNORECASE), "will not"),
    (
        re.compile(
            r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should|need|must)(?:n't|nt)\b",
            re.IGNORECASE,
        ),
        r"\1 not",
    ),
)


def _spelt_out(sentence: str) -> str:
    if "nt" in sentence or "n't" in sentence or "annot" in sentence:
        for pattern, words in _SHORT_NOT:
            sentence = pattern.sub(words, sentence)
    return sentence


def next_leaves_out(following: str) -> bool:
    """Whether a sentence that begins with a pronoun says that what the last one spoke of has no part in it."""
    if _ANSWERED_NO.match(following):
        return True
    found = _PRONOUN.match(following)
    return found is not None and in_passing(f"@@{following[found.end() :].split('. ', 1)[0]}") == NO_PART


@lru_cache(maxsize=50_000)
def in_passing(sentence: str, *, class_phrase: bool = False) -> str | None:
    """Why the words at `@@` are mentioned in passing only, or None where the sentence speaks of them."""
    at = sentence.find("@@")
    if len(sentence) > _LONGEST:
        sentence = sentence[max(0, at - _LONGEST // 2) : at + _LONGEST // 2]
    sentence = _spelt_out(sentence.replace("’", "'").replace("‘", "'").replace("\n", " "))
    if _ASKED.search(sentence):
        for reason, pattern in _REASONS:
            found = pattern.search(sentence)
            if found is None or (reason == NO_PART and _ONCE.search(sentence)):
                continue
            if found[0].startswith("@@") and _SOMEBODY_ELSE.search(found[0]):
                continue
            return reason
    if _OCCASIONS.search(sentence) and not _BUSINESS.search(sentence):
        return SOCIAL
    if class_phrase and _TOLDS.search(sentence):
        return TOLD
    return None

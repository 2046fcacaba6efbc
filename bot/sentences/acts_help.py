"""What /help says about the commands by which positions are taken: the first line says what one does, the rest how it is
written."""

STANCES = {
    "support": """Support words: your delegation wants them.

support C9               a paragraph; a section (III), a range (C5-C8) or all likewise
support C5,C8            several: one position on each
support C9 --as-is       as it is: any change of its words, signs or brackets ends it
support C9 as:NO         for one of several delegations that you are seated in; as:me for yourself alone
""",
    "accept": """Your delegation can live with words.

accept C9                a paragraph, a section, a range or all; several likewise
accept C9 --as-is        as it is: any change of its words, signs or brackets ends it
accept C9 statement      with a statement of your own
""",
    "concern": """Note a concern about words; it does not block them.

concern C9 reason        in your own words, for example “dissociates from the second sentence”
concern C9               asks for the reason
""",
    "object": """Object to words: your delegation cannot accept them as they stand.

object C9 reason         in your own words, printed as you write them
object C9 reason; would accept: words    with the words that would lift it
object C9                asks for the reason; to a paragraph that the newest draft deleted: an objection to that
object all reason        to the document
object r1 reason         to the record of a draft, apart from its wording: it blocks no paragraph
""",
    "abstain": """Take no part in words: heard, and neither for nor against.

abstain C9               a paragraph, a section, a range or all; several likewise
""",
    "reserve": """Reserve on words until a date, waiting for capital.

reserve C9 until:2014-06-11            until the end of that day, in the time zone of the space
reserve C9 until:2014-06-11T16:00 reason    until a time; a reason may follow
reserve C9                             asks for the date
""",
}

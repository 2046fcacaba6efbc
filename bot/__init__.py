"""Rapporteur: what it knows and decides.

Two sentences tell the whole program.

A draft's sentence: a *page* is *fetched*, its draft is *read* into *paragraphs*, they are *aligned* with those of the draft
before, the *changes* become the *Flash*.   (bot.drafts, in rooms: watching, pages, fetching, reading, comparison, arriving)

A delegate's sentence: a *command* records a *position*, positions become *facts*, facts are shown on a *card*.
(handlers.commands, bot.positions, in rooms: acting, words, showing, onward, asking)

Imports run one way: handlers → bot → storage. Messages go the other way through a table: the core writes deliveries,
`handlers.delivery` sends them. `bot.__main__` alone plugs everything together.
"""

"""A delegate's sentence: command → position → facts → card.

It is told in rooms; each knows only those below it:

acting   an act of a delegation: recorded, pending for its minute, held, taken
onward   positions from draft to draft: what a new one does to each, who is told of it and what they are asked
asking   polls and silences
seats    who may speak for whom
showing  positions become facts, facts are shown on a card: who stands where, who was heard, who was shown which words
words    what is said, and on exactly which words of which draft
record   what happened, as a chain of hashes that anyone can check

`cards` says what a live card says at the moment it is sent.
"""

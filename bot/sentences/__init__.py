"""Every sentence a person may read, in one place: neutral, short, with named values.

One file a subject; each sentence is a constant. No sentence names a side as wrong; each says what can be done next.
`Error(SENTENCE, name=value)` fills it in; so will the catalogue of other languages, whose keys these are.
"""

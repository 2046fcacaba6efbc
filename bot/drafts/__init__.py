"""A draft's sentence: page → fetch → read → paragraphs → align → changes → Flash.

It is told in rooms; each knows only those below it:

watching    the sentence itself (`watch`): one source looked at once, by its kind
arriving    a text has been found: what it is, what is kept of it, who is told (`intake`: `case` judges, `new_draft` keeps)
looking     what the addresses of a source answer, held against what is known of them
keeping     drafts as they are kept: found again, compared, settled, moved
lineage     a paragraph and its brackets through all drafts
redline     a comparison as a file
comparison  two readings: which paragraph became which, and in which words
fetching    what others' servers give us, guarded and limited
pages       a page, feed or calendar: from its bytes to the drafts posted on it
sandbox     whatever is done to a file of others is done in a limited child process
reading     bytes → blocks → labelled paragraphs

`flash` and `inline` make messages of a comparison, in which `citing` names paragraphs and `summing` counts changes;
`provenance` says where a draft is from.
"""

"""The watchers: a source is looked at – a page, a document, a feed, a mailbox, a calendar – and what is seen is told."""

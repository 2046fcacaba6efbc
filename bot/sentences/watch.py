"""Sentences about looking at sources."""

NO_HEADERS = "The headers file {file} cannot be read: correct headers_file of this source."
NO_FEED = "What stands at this address is no feed (RSS or Atom): open it in a browser, or watch it as a list."
FEED_ENTITIES = "The feed declares entities of its own and was not read: ask the site for a plain one, or watch its page."
KIND_LATER = "Sources of kind “{kind}” cannot be watched yet: use list or document."

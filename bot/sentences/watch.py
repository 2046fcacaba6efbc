"""Sentences about looking at sources."""

NO_HEADERS = "The headers file {file} cannot be read: correct headers_file of this source."
KIND_LATER = "Sources of kind “{kind}” cannot be watched yet: use list or document."

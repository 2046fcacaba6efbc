"""Sentences of /terms: how often words stand in which draft, and where."""

TITLE = "{document}: words counted"
TERM = "“{term}”"
LINE = "{name}  {n}"
PLACES = "  in {places}"
SEVERAL = "{label} ×{n}"
NONE = "No words are watched in this space yet. Name some: {form}"
WHOLE = "Whole words, case and accents aside."

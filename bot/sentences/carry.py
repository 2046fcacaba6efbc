"""Sentences of what a new draft did to positions."""

ALL_IN_DOUBT = (
    "The reading of {name} of {document} is in doubt, so no position can stand on its words yet. "
    "A chair or the secretariat can confirm it; until then /show and /diff work as always."
)

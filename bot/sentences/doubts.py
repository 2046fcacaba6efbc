"""Why a reading is doubtful."""

LITTLE_IN_COMMON = "It has little in common with the draft before ({percent} %)."
COUNT_CHANGED = "The draft before has {old} paragraphs, this one {new}."

"""An act of a delegation: recorded, pending for its minute, held where a colleague said the opposite, taken."""

"""A text has been found: what it is, what is kept of it, and who is told."""

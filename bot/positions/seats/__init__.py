"""Who may speak for whom: seats, offices, and the one voice of a delegation."""

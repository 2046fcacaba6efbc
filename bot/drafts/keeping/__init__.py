"""Drafts as they are kept: read and found again, compared, settled, moved to where they belong."""

"""A secretariat's page, feed or calendar: from its bytes to the drafts posted on it, in order. Pure."""

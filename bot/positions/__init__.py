"""A delegate's sentence: command → position → facts → card. First: who may speak for whom."""

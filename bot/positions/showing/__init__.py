"""Positions become facts, facts are shown on a card: who stands where, who was heard, who was shown which words."""

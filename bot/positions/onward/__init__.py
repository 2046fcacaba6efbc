"""Positions from draft to draft: what a new one does to each, who is told of it and what they are asked."""

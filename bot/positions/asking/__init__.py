"""A room is asked: polls take the pulse, a silence asks for objections until a deadline."""

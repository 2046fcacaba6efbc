"""Columns that every table writes the same way."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field


def own_id() -> Any:
    """A row's own number."""
    return Field(default=None, primary_key=True)


def listed() -> Any:
    """A list, kept as JSON."""
    return Field(default_factory=list, sa_type=JSON)


def mapped() -> Any:
    """A mapping, kept as JSON."""
    return Field(default_factory=dict, sa_type=JSON)

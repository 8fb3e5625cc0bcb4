"""Loads and checks what stands in resources."""

from __future__ import annotations

from app.catalogue.files import read_kind
from app.catalogue.help import grounding, help_lines
from app.catalogue.prompts import prompts
from app.catalogue.safety import safety_list

__all__ = ["grounding", "help_lines", "prompts", "read_kind", "safety_list"]

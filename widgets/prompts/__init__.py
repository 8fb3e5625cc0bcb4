"""All prompts, and what the companion knows about a person."""

"""Beneath the stages: what an office document says of itself, read from its own XML before an office opens it."""

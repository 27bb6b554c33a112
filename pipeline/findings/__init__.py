"""Beneath the stages: what is told to people, as data; words are made at the edge."""

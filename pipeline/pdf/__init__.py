"""Beneath the stages: what several of them do with the objects of a PDF."""

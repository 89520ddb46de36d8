"""Filters for curated text."""

"""Sittings with experts: the topic guide, what was asked of it, the cards that were written; values and rules."""

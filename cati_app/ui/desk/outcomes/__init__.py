"""The tab of outcomes: rates with their formulas, and how the field went."""

"""The page of review: complete interviews, their answers, and what the analyst proposes."""

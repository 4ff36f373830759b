"""Facts of the log that tell what somebody asked for or found in review, and which alerts were put to rest."""

from __future__ import annotations

PROPOSED, PASSED, ACCEPTED = "review_proposed", "review_passed", "interview_accepted"
"""Of an interview: an analyst asks for a look; a supervisor found nothing; one that was rejected counts again."""
RESTED = "alert_rested"
"""Of an alert: it is told again from a time on."""
WATCH_FACTS = (PROPOSED, PASSED, ACCEPTED, RESTED)

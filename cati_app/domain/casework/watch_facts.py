"""Facts of the log that tell what somebody asked for or found in review, and which alerts were put to rest."""

from __future__ import annotations

PROPOSED, WITHDRAWN = "review_proposed", "review_withdrawn"
"""Of an interview: an analyst asks for something; the same person does not any more."""
PASSED, REJECTED, ACCEPTED = "review_passed", "interview_rejected", "interview_accepted"
"""A supervisor found nothing; rejected it; one that was rejected counts again."""
CORRECTED = "answer_corrected"
"""A supervisor took over that an answer was another one."""
RESTED = "alert_rested"
"""Of an alert: it is told again from a time on."""
WATCH_FACTS = (PROPOSED, WITHDRAWN, PASSED, REJECTED, ACCEPTED, CORRECTED, RESTED)

"""What the interviewer sees: between calls and during the interview."""

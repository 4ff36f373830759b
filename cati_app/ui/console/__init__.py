"""The interviewer's rooms: between calls and in the interview."""

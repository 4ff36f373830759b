"""Telephone surveys under quota: questionnaire, calls, encrypted answers, exports."""

"""Identities as types, so that two of them cannot be swapped unnoticed."""

from typing import NewType

CaseId = NewType("CaseId", str)
NumberId = NewType("NumberId", str)
AttemptId = NewType("AttemptId", str)
CallId = NewType("CallId", str)
AppointmentId = NewType("AppointmentId", str)
InterviewId = NewType("InterviewId", str)
UserId = NewType("UserId", str)
CellId = NewType("CellId", str)

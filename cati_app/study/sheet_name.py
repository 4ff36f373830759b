"""The name of the file that makes a folder a study."""

from __future__ import annotations

STUDY_SHEET = "study.yaml"

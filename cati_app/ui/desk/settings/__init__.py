"""The supervisor's tab of settings: what the study works by, and what happened in the shift."""

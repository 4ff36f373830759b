"""Quotas, running interviews and appointments."""

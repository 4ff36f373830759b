"""Signing in and the analyst's page."""

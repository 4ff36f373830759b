"""The analyst's room."""

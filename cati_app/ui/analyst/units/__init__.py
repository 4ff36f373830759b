"""The analyst's page of the code frame."""

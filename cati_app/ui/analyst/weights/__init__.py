"""The analyst's page of weights."""

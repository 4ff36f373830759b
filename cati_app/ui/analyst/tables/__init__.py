"""The analyst's page of tables."""

"""The analyst's page of coding."""

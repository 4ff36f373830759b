"""The analyst's page of reports."""

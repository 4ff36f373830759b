"""What leaves the house: data sets, documents, reports."""

"""What authors of questionnaires work with: playing answers through, tests, routing, paper. No Qt, no database."""

"""What is handed to people outside the fieldwork: rates in words, the ledger as a document."""

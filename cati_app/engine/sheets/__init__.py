"""What readers of questionnaires share: sheets as text, the findings about them, brackets."""

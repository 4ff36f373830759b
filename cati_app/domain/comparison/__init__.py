"""What experts and what residents say, side by side: which way each leans, and how the two relate."""

"""Letters and faces for everything that is printed."""

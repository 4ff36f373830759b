"""Who sits down."""

"""All composition: opens studies and gives each role its use cases."""

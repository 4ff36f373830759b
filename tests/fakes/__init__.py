"""Fakes of what use cases need, in memory; kept honest by tests/contract."""

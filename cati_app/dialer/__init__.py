"""Lines: the contract every dialler implements, and its drivers."""

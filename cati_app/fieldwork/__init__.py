"""What people do in the field: calls, interviews, quota, sample, and watching them."""

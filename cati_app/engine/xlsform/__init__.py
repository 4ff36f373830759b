"""Reads XLSForm workbooks from bytes, checks them and builds the form."""

"""Reads XForms: the XML that pyxform, ODK Build and KoboToolbox write, turned into the rows of a workbook."""

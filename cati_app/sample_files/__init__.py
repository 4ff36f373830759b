"""Lists of numbers as CSV and XLSX files."""

"""The questionnaire as interviewers will see it, beside the open workbook: the program's own window, nothing stored."""

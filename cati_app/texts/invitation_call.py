"""What is said when somebody is called and invited to a focus group, in the languages that the program speaks."""

from __future__ import annotations

from cati_app.texts import Terms

INVITATION_CALL_TERMS = Terms(
    "invitation by call",
    {
        "title": "Invitation to a focus group",
        "language": "English",
        "comes": "This is {institute}. May I speak to ${{person_name}}? In an interview you agreed to be invited to a"
        " focus group. It meets on {date} at {time}. {venue} Will you come?",
        "comes_hint": "No is perfectly fine; do not persuade. Another time for the call: F9.",
        "thanks": "Thank you. You get a letter with everything you need to know.",
        "yes": "Yes",
        "no": "No",
    },
)
SPOKEN = ("de", "en")
"""Languages of these texts."""

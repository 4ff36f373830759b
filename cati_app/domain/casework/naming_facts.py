"""Which facts of the log name their person for good, and which a word in the person's place."""

from __future__ import annotations

from cati_app.domain.casework.watch_facts import WATCH_FACTS
from cati_app.domain.focus_groups.invitations import GROUP_FACTS
from cati_app.domain.quota.steering_facts import ASKED, CHANGES

NAMING = frozenset(
    (
        *("person_added", "person_changed", "person_deactivated", "password_reset", "keys_rotated"),
        *("sheet_shown", "sheet_confirmed", "sheet_renewed", "study_recovered"),
        *("study_sealed", "contents_sealed", "log_chained", "device_added", "hub_enrolled", "hub_act"),
        *("hub_act_answered", "station_paused", "station_resumed", "station_readmitted", "station_written_off"),
        *("lending_without_all", "aside_settled", "case_taken_back", "interview_promoted", "erasure_declared"),
        *("sample_imported", "sample_generated", "sample_released", "sample_columns_settled"),
        *("data_exported", "figures_opened", "figures_closed", "setting_changed", "setting_change_undone"),
        *("shift_noted", "result_changed", "appointment_changed", "appointment_change_undone", "case_reopened"),
        *(f"{kind}{asked}" for kind in CHANGES for asked in ("", ASKED)),
        *WATCH_FACTS,
        *("unit_fixed", "unit_coded", "unit_adjudicated", "coder_joined", "coder_left", "frame_set"),
        *GROUP_FACTS,
        *("answer_coded", "code_made", "place_to_follow", "place_derived", "weighting_chosen", "alert_raised"),
        *("text_cleared", "relation_decided", "access_answered"),
    )
)
"""Facts that name their person for good: what only supervisors and analysts do, who hold no conversations. In every
other one a word stands for the person, and in time nobody knows any more whose it was."""
PERSON_IN = {"word_left": "to", "block_taken_off": "second", "appointment_changed": "owner"}
"""Facts whose payload names somebody who calls, and under which name: there a word stands as well."""

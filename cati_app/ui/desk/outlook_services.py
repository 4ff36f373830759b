"""What the board reads of what is ahead and of what is broken."""

from __future__ import annotations

from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_alerts import ReadAlerts
from cati_app.fieldwork.monitor.read_forecast import ReadForecast
from cati_app.fieldwork.monitor.read_proposals import ReadProposals
from cati_app.fieldwork.monitor.read_release_gain import ReadReleaseGain
from cati_app.fieldwork.monitor.read_what_if import ReadWhatIf
from cati_app.fieldwork.monitor.rest_alerts import RestAlerts
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class OutlookServices:
    """Each but `rests` reads beside the store's own thread."""

    user: User
    forecast: ReadForecast
    alerts: ReadAlerts
    proposals: ReadProposals
    what_if: ReadWhatIf
    release_gain: ReadReleaseGain
    rests: RestAlerts

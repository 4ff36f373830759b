"""The tab of the team: who is at work now, and figures of groups."""

"""The page of releases: texts that a person looks at before data become public, and what else is open."""

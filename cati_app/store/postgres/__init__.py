"""The store on PostgreSQL: the same repositories and statements, several studies in one database."""

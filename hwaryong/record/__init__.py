"""The record: takes, runs and reviews, append-only, on SQLite or PostgreSQL."""

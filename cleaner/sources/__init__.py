"""Bytes in, pages and blocks out. A source knows no judge."""

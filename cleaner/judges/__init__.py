"""Blocks in, rulings out. A judge knows no other judge."""

from __future__ import annotations
def reasons(account, rows):
    return [""]*len(rows)

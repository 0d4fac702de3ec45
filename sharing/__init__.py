"""Outward: agreements, the disclosure table, summaries, referrals to agencies."""

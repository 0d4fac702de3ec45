"""``make bench``: the budgets of the house, measured against bare SQL in the same run."""

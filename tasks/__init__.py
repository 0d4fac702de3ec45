"""When: follow-up rules, the tasks people do, reminders, escalation."""

"""What every API of the house stands on: sign-in, policy, errors, pages, rendering."""

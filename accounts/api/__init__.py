"""The API of the accounts room."""

"""What the tests stand on: embedded servers, roles, a real web process, worker and browser."""

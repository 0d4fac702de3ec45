"""The API of the rehabilitation room: records derived from the specs, and what stands beside them."""

"""The whole main job, from the manifest of a flight to what a clinic reads."""

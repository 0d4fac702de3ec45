"""Overview: indicators, dashboards, reports, exports."""

"""Progress: own words first, then check-ins over time. No streaks, no scores."""

"""Pure rules: prompt choice, consent, safety. No Qt, no SQL."""

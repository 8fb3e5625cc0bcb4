"""Fine-tuning, run once by the project; nothing here is needed to use the studio."""

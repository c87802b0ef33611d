"""What failed, and the plan that launches it once more."""

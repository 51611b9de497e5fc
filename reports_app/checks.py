"""System checks: what is wrong with an install, with an id and a hint for each."""

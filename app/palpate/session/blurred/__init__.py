"""How far keypoints are smeared, and what that allows."""

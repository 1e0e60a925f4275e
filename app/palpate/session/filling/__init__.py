"""What stands between keyframes: methods, tracking, evidence."""

"""Everything a hand can do to a project, one small object per gesture."""

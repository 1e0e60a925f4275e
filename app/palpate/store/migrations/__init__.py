"""How project files of earlier versions become files of this one: one file per step."""

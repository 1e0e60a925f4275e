"""Printed pages: fonts, text, figures and the pages they stand on."""

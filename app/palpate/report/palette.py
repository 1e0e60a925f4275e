"""The colours of reports by what they are for; printed pages have the light ones."""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "ink": "#1f1d1a",
    "quiet": "#6a645c",
    "rule": "#d9d3c9",
    "field": "#f6f4f0",
    "paper": "#ffffff",
    "target": "#c41e3a",
    "near": "#4b6a88",
    "good": "#1c7a4c",
    "bad": "#b3321f",
    "accent": "#2f6690",
}
DARK: dict[str, str] = {
    "ink": "#e8e6e3",
    "quiet": "#a39d95",
    "rule": "#45423e",
    "field": "#2a2826",
    "paper": "#1e1d1b",
    "target": "#ff6b81",
    "near": "#8fb4d6",
    "good": "#5cc492",
    "bad": "#ff8a73",
    "accent": "#7fb3dc",
}

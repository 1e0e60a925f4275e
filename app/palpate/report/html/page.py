"""Web pages from templates: everything put in is text unless it was made as markup here."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from palpate.base.folders import resource


def render(template: str, **content: object) -> str:
    """Return a page; a value that is missing is a bug, not a gap."""
    return _environment().get_template(template).render(**content)


def markup(made: str) -> Markup:
    """Mark what this package drew as markup; never use it on a text that somebody wrote."""
    return Markup(made)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(str(resource("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

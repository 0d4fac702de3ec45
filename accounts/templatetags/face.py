"""The small parts of every page: icons, badges, cards, dialogs. ``{% load face %}``; see docs/components.md."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

register = template.Library()

#: value → (word, shape). Shape and word carry the meaning; the colour only adds to it.
RISKS: dict[str, tuple[Promise, str]] = {
    "high": (pgettext_lazy("risk", "High risk"), "M5 0 10 9.4H0Z"),
    "medium": (pgettext_lazy("risk", "Medium risk"), "M5 0 10 5 5 10 0 5Z"),
    "low": (pgettext_lazy("risk", "Low risk"), "M5 .4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2"),
}
RISK_UNSET = (_("Risk not yet set"), "M1 4h8v2H1Z")


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of Tabler's set, decorative unless ``label`` says what it means. ``size``: sm or lg."""
    return _icon_named(name, size, label) if label else _icon_decorative(name, size)


def _icon_named(name: str, size: str, label: str) -> SafeString:
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
        f"icon icon-{size}" if size else "icon", label, static("dist/icons.svg"), name,
    )  # fmt: skip


@cache
def _icon_decorative(name: str, size: str) -> SafeString:
    """Sixty stand on a case page; the address of the sheet is the same for as long as the process lives."""
    classes = f"icon icon-{size}" if size else "icon"
    source = static("dist/icons.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, source, name)


@register.simple_tag
def risk(level: Any, short: bool = False) -> SafeString:
    """The badge of a level of risk: a word, a shape and a colour. An empty level says "not yet set"."""
    value = str(level or "")
    word, shape = RISKS.get(value, RISK_UNSET)
    text = SHORT_RISKS.get(value, word) if short else word
    return format_html(
        '<span class="tag tag-{}"><svg class="shape" viewBox="0 0 10 10" aria-hidden="true"><path d="{}"/></svg>'
        "{}</span>",
        value if value in RISKS else "quiet", shape, text,
    )  # fmt: skip


SHORT_RISKS: dict[str, Promise] = {
    "high": pgettext_lazy("risk", "High"),
    "medium": pgettext_lazy("risk", "Medium"),
    "low": pgettext_lazy("risk", "Low"),
}


@register.simple_tag
def tag(text: Any, tone: str = "quiet", icon: str = "") -> SafeString:
    """A badge with a word. ``tone``: quiet, info, success, warning, danger, primary, outline."""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, _icon(icon), text)


@register.simple_tag
def face(name: Any, size: str = "", kind: str = "", photo: str = "") -> SafeString:
    """A person's picture with her name, or her initials, which are decorative: the name must stand beside them.
    ``kind``: child or empty."""
    classes = " ".join(filter(None, ["face", size and f"face-{size}", kind and f"face-{kind}"]))
    if photo:
        return format_html(
            '<span class="{}"><img src="{}" alt="{}" loading="lazy" decoding="async"></span>', classes, photo, name
        )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.filter
def initials(name: Any) -> str:
    """The first letters of the first and the last part of a name; a question mark where there is none."""
    parts = [part for part in str(name or "").split() if part[0].isalpha()]
    letters = [part[0] for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts)]
    return "".join(letters).upper() or "?"


@register.simple_tag(takes_context=True)
def sort_link(context: dict[str, Any], field: str, label: Any, param: str = "sort") -> SafeString:
    """A sortable column's head: a link that sorts by ``field``, and the other way round at the second press.

    Use it inside ``<th {% sort_state "field" %}>``, which says the state aloud.
    """
    now = context["request"].GET.get(param, "")
    query = context["request"].GET.copy()
    for page in ("page", "after", "before", "cursor"):
        query.pop(page, None)
    query[param] = f"-{field}" if now == field else field
    mark = {field: "chevron-up", f"-{field}": "chevron-down"}.get(now, "")
    return format_html('<a href="?{}">{}{}</a>', query.urlencode(), label, _icon(mark, "sm"))


@register.simple_tag(takes_context=True)
def sort_state(context: dict[str, Any], field: str, param: str = "sort") -> SafeString:
    """The ``aria-sort`` attribute of a column's head."""
    now = context["request"].GET.get(param, "")
    state = {field: "ascending", f"-{field}": "descending"}.get(now)
    return format_html(' aria-sort="{}"', state) if state else SafeString("")


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as pages write it ("5 Mar 2026"); empty for none. Lists show the same few days again and again."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _day_text(on, get_language() or "")


@lru_cache(maxsize=4096)
def _day_text(on: date, language: str) -> str:
    return date_format(on, "j M Y")


@register.filter
def field_kind(field: Any) -> str:
    """The kind of a form field's widget, for the template of the field: checkbox, multiple, file or other."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind == "checkbox" and not getattr(field.field.widget, "allow_multiple_selected", False):
        return "checkbox"
    return "file" if kind == "file" else "other"


def _icon(name: str, size: str = "") -> str | SafeString:
    return icon(name, size) if name else ""


def _block(name: str, content: str, **values: Any) -> SafeString:
    return SafeString(render_to_string(f"components/blocks/{name}.html", {"content": content, **values}))


@register.simple_block_tag
def card(
    content: str, title: Any = "", icon: str = "", link: str = "", link_label: Any = "", id: str = "",
    level: int = 2, flush: bool = False, classes: str = "", note: Any = "",
) -> SafeString:  # fmt: skip
    """A card. ``flush`` for a table or a list up to its edges; ``link`` stands on the right of its head."""
    return _block(
        "card", content, title=title, icon=icon, link=link, link_label=link_label, id=id, level=level, flush=flush,
        classes=classes, note=note,
    )  # fmt: skip


@register.simple_block_tag
def note(content: str, level: str = "info", title: Any = "") -> SafeString:
    """A notice inside the page. ``level``: info, success, warning, danger."""
    icons = {"success": "circle-check", "warning": "alert-triangle", "danger": "alert-octagon"}
    return _block("note", content, level=level, title=title, icon=icons.get(level, "info-circle"))


@register.simple_block_tag
def empty(content: str, title: Any, icon: str = "inbox") -> SafeString:
    """An empty state: what is not there, and inside it the next step."""
    return _block("empty", content, title=title, icon=icon)


@register.simple_block_tag
def table(content: str, *heads: Any, caption: Any = "", cards: bool = True, actions: Any = "") -> SafeString:
    """A table of rows under these heads, in a ``flush`` card. ``cards``: on a phone a row becomes a card, so that each
    cell repeats its head in ``data-label``. ``actions``: the head of a last cell with buttons, for screen readers."""
    return _block("table", content, heads=heads, caption=caption, cards=cards, actions=actions)


@register.simple_block_tag
def dialog(content: str, id: str, title: Any) -> SafeString:
    """A modal dialog; ``<button data-open="id">`` opens it."""
    return _block("dialog", content, id=id, title=title, kind="dialog")


@register.simple_block_tag
def drawer(content: str, id: str, title: Any) -> SafeString:
    """A panel from the side; ``<button data-open="id">`` opens it."""
    return _block("dialog", content, id=id, title=title, kind="drawer")

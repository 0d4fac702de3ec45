"""Every address of the house maps to a known pair of the policy table; the exceptions stand here by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.policy import ACTIONS
from accounts.rest.permissions import policy_pair
from accounts.rest.views import PolicyMixin
from accounts.web import PolicyView

#: Addresses for everybody: sign-in, health, the description of the API, language, the style guide of development.
OPEN = {
    "health/live", "health/ready", "i18n/", "language/", "styleguide/", "api/v1/schema/", "api/v1/docs/", "",
    # Programs of agencies sign in with client and secret.
    "oauth/token",
    # A complaint to the Ombudsman's office needs no account.
    "complaint/", "api/v1/complaint/",
    # Whoever holds a printed page may ask whether it is genuine.
    "verify/",
}  # fmt: skip
OPEN_FOLDERS = ("account/", "i18n/", "static/")


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).replace("^", "").replace("$", "").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback


def known(pair: tuple[str, str] | None) -> bool:
    return pair is not None and pair[1] in ACTIONS.get(pair[0], "").split()


def missing_of(path: str, callback: Any) -> list[str]:
    """What an address lacks: the actions without a known pair."""
    view_class = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    if view_class is None:
        return ["no policy"]
    if issubclass(view_class, PolicyView):
        pair = getattr(view_class, "policy", None)
        return [] if known(pair) else [f"policy {pair}"]
    if issubclass(view_class, PolicyMixin):
        actions = getattr(callback, "actions", None)
        wanted = set(actions.values()) if actions else {
            m for m in ("get", "post", "put", "patch", "delete") if hasattr(view_class, m)
        }  # fmt: skip
        return [name for name in wanted if not known(policy_pair(view_class, name))]
    return [f"{view_class.__name__} asks no policy"]


#: Rights to read.
READING = {"list", "view", "search", "export", "due"}
#: What is sent, and yet asks for a right to read.
SENT_TO_READ = {
    "search/": "a question: no name stands in an address",
    "users/search/": "a question: no name stands in an address",
    "api/v1/persons/search/": "a question: no name stands in an address",
    "cases/<str:number>/papers/<int:pk>/show/": "a number is shown, and no link in a history shows it again",
    "cases/<str:number>/papers/": "the view itself asks for identifier create",
    "my-account/": "the view itself asks for me update",
    "account/sessions/": "her own sessions, all but this one",
    "account/sessions/<int:pk>/end/": "a session of her own",
}


def sent(path: str, callback: Any) -> set[tuple[str, tuple[str, str] | None]]:
    """The methods of an address that write, with the pairs that they ask."""
    view_class = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    methods = ("post", "put", "patch", "delete")
    if view_class is None or not issubclass(view_class, (PolicyView, PolicyMixin)):
        return set()
    actions = getattr(callback, "actions", None) or {m: m for m in methods if hasattr(view_class, m)}
    if issubclass(view_class, PolicyView):
        return {(m, view_class.policy) for m in actions if m in view_class.http_method_names}
    return {(m, policy_pair(view_class, name)) for m, name in actions.items() if m in methods}


def test_nothing_is_written_by_a_right_to_read() -> None:
    """A view that names too weak a right agrees with itself in every other test."""
    found = {
        path
        for path, callback in addresses(get_resolver().url_patterns)
        for _method, pair in sent(path, callback)
        if pair is not None and pair[1] in READING
    }
    assert found == set(SENT_TO_READ)


def test_every_address_has_its_policy_entry() -> None:
    found = {}
    for path, callback in addresses(get_resolver().url_patterns):
        if path in OPEN or path.startswith(OPEN_FOLDERS):
            continue
        missing = missing_of(path, callback)
        if missing:
            found[path] = missing
    assert found == {}


def test_the_walk_finds_what_has_no_entry() -> None:
    """The test itself can fail: a view without a policy is reported."""
    assert missing_of("x", lambda request: None) == ["no policy"]

    class Wrong(PolicyView):
        policy = ("case", "fly")

    assert missing_of("x", Wrong.as_view()) == ["policy ('case', 'fly')"]

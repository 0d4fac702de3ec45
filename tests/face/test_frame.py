"""The frame around every page, in a real browser at a real web process."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from tests.factories import PASSWORD, make_profile, make_region
from tests.harness.browser import Browser
from tests.harness.live import Live

pytestmark = pytest.mark.browser

BANNER = ("Test mode", "Sinov rejimi", "Синов режими", "Тестовый режим")


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    browser.sign_in(worker.user.email, PASSWORD)
    return browser


def test_sign_in_needs_the_right_password(browser: Browser) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    browser.go("/")
    browser.fill("Email", worker.user.email)
    browser.fill("Password", "not-the-password")
    browser.press("Sign in")
    browser.sees("There is a problem")
    assert browser.path.startswith("/account/login/")
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    browser.until(lambda: "/account/login" not in browser.path)
    assert worker.name in browser.css(".shell-user summary").text


@pytest.mark.parametrize("path", ["/account/login/", "/nothing-here/"])
def test_every_page_says_test_mode_in_four_languages(browser: Browser, path: str) -> None:
    browser.go(path)
    for words in BANNER:
        assert words in browser.css("#test-mode").text


def test_language_stays_with_the_user(signed_in: Browser) -> None:
    signed_in.go("/help/")
    assert signed_in.css("html").get_attribute("lang") == "en"
    signed_in.css(".shell-user summary").click()
    signed_in.press("Русский")
    signed_in.until(lambda: signed_in.css("html").get_attribute("lang") == "ru")
    assert signed_in.path == "/help/"
    signed_in.go("/my-account/")
    assert signed_in.css("html").get_attribute("lang") == "ru"


def test_style_guide_has_no_script_or_policy_errors_and_fits_both_widths(signed_in: Browser) -> None:
    signed_in.problems()
    for size in (signed_in.desktop, signed_in.phone):
        size()
        signed_in.go("/styleguide/")
        assert signed_in.overflow() == 0
    assert signed_in.problems() == []


def test_dialogs_open_close_and_give_the_focus_back(signed_in: Browser) -> None:
    signed_in.go("/styleguide/")
    signed_in.press("Open a dialog")
    signed_in.sees("Close this case?")
    signed_in.press("Cancel", within="#sample-dialog")
    signed_in.until(lambda: not signed_in.css("#sample-dialog").is_displayed())
    assert signed_in.driver.switch_to.active_element.text == "Open a dialog"


def test_what_was_typed_comes_back_and_sign_out_forgets_it(signed_in: Browser) -> None:
    signed_in.go("/styleguide/")
    signed_in.fill("Name as she writes it", "Гулнора")
    signed_in.until(lambda: "Kept in this tab" in signed_in.text)
    signed_in.go("/styleguide/")
    assert signed_in.field("Name as she writes it").get_attribute("value") == "Гулнора"
    signed_in.css(".shell-user summary").click()
    signed_in.press("Sign out")
    signed_in.until(lambda: "/styleguide/" not in signed_in.path)
    kept: list[str] = signed_in.driver.execute_script("return Object.keys(sessionStorage)")
    assert [key for key in kept if key.startswith("draft:")] == []


def test_keys_can_be_switched_off(signed_in: Browser) -> None:
    signed_in.go("/styleguide/")
    body = signed_in.css("body")
    body.send_keys("?")
    signed_in.until(lambda: signed_in.css("#keys").is_displayed())
    signed_in.tick("Use keyboard shortcuts")
    signed_in.press("Close", within="#keys")
    body.send_keys("?")
    assert not signed_in.css("#keys").is_displayed()
    signed_in.driver.execute_script("localStorage.clear()")


def test_the_first_page_is_small(live: Live, browser: Browser) -> None:
    """Budget: 150 kB for the first page, 90 kB of script, as they travel (compressed)."""
    browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.go("/account/login/")
    sizes: dict[str, int] = browser.driver.execute_script(
        "return Object.fromEntries([...performance.getEntriesByType('resource'), "
        "...performance.getEntriesByType('navigation')].map(e => [e.name, e.encodedBodySize]))"
    )
    assert any(name.endswith("app.css") for name in sizes)
    assert sum(sizes.values()) <= 150_000, sizes
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 90_000, sizes


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/nothing-here/"])
def test_pages_before_sign_in_have_no_barriers(browser: Browser, path: str) -> None:
    for size in (browser.desktop, browser.phone):
        size()
        browser.go(path)
        assert browser.barriers() == []


@pytest.mark.parametrize(
    "path",
    ["/styleguide/", "/my-account/", "/help/", "/account/password/change/", "/account/2fa/", "/account/sessions/"],
)
def test_pages_of_everybody_have_no_barriers(signed_in: Browser, path: str) -> None:
    for size in (signed_in.desktop, signed_in.phone):
        size()
        signed_in.go(path)
        assert signed_in.overflow() == 0
        assert signed_in.barriers() == []

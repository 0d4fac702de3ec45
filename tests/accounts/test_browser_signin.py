"""Second factor and passkeys in a real browser, under the real policy for content."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

from accounts.enums import Role
from tests.accounts.test_second_factor import code_of
from tests.factories import PASSWORD, make_agency, make_profile, make_region
from tests.harness.browser import Browser

pytestmark = pytest.mark.browser


def no_barriers(browser: Browser, name: str) -> None:
    for size in (browser.desktop, browser.phone):
        size()
        assert browser.overflow() == 0, name
        assert browser.barriers() == [], name
        browser.shot(f"{name}-{size.__name__}")
    browser.desktop()


def test_an_app_is_set_up_from_a_picture_and_asked_for_at_sign_in(browser: Browser) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    browser.sign_in(worker.user.email, PASSWORD)
    browser.problems()
    browser.go("/account/2fa/")
    no_barriers(browser, "second-factor")
    browser.press("Set up an app")
    picture = browser.css("img.qr")
    assert browser.driver.execute_script("return arguments[0].naturalWidth", picture) > 50
    no_barriers(browser, "second-factor-app")
    secret = browser.css("main .case-number").text
    browser.fill("Authenticator code", code_of(secret))
    browser.press("Switch on")
    browser.sees("Each code works once")
    no_barriers(browser, "recovery-codes")
    browser.press("I have kept them")
    browser.sign_out()
    browser.go("/account/login/")
    browser.fill("Email", worker.user.email)
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    browser.sees("Type the code that your app shows now")
    no_barriers(browser, "second-factor-asked")
    browser.fill("Code", code_of(secret, steps=1))
    browser.press("Sign in")
    browser.until(lambda: "/account/" not in browser.path)
    assert browser.problems() == []


def test_a_passkey_opens_the_account_alone(browser: Browser) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    # A passkey belongs to a name, not to a number.
    home = browser.live.url.replace("127.0.0.1", "localhost")
    options = VirtualAuthenticatorOptions(
        has_resident_key=True, has_user_verification=True, is_user_verified=True, is_user_consenting=True
    )
    browser.go(f"{home}/account/login/")
    browser.driver.add_virtual_authenticator(options)
    try:
        browser.fill("Email", worker.user.email)
        browser.fill("Password", PASSWORD)
        browser.press("Sign in")
        browser.until(lambda: "/account/login" not in browser.driver.current_url)
        browser.problems()
        browser.go(f"{home}/account/2fa/webauthn/add/")
        no_barriers(browser, "passkey")
        browser.fill("Name", "Office laptop")
        browser.press("Add")
        browser.sees("Each code works once")
        browser.go(f"{home}/account/2fa/webauthn/")
        browser.sees("Office laptop")
        no_barriers(browser, "passkeys")
        browser.driver.delete_all_cookies()
        browser.go(f"{home}/account/login/")
        no_barriers(browser, "sign-in")
        browser.press("Sign in with a passkey")
        browser.until(lambda: "/account/" not in browser.driver.current_url, "the start page")
        assert worker.name in browser.css(".shell-user summary").text
        assert browser.problems() == []
    finally:
        browser.driver.remove_virtual_authenticator()
        browser.driver.delete_all_cookies()


def test_a_quiet_line_warns_and_what_was_typed_comes_back_after_the_end(browser: Browser) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    browser.live.stop("web")
    browser.live.start("web", HAMROH_SESSION_IDLE="16")
    try:
        browser.sign_in(worker.user.email, PASSWORD)
        browser.go("/styleguide/")
        browser.problems()
        browser.fill("Name as she writes it", "Гулнора")
        browser.until(lambda: browser.css("#session-end").is_displayed(), "the line that warns")
        no_barriers(browser, "session-warning")
        browser.press("Stay signed in")
        browser.until(lambda: not browser.css("#session-end").is_displayed(), "a longer session")
        browser.until(lambda: browser.path.startswith("/account/login/?next="), "the sign-in page")
        assert browser.problems() == []
        browser.fill("Email", worker.user.email)
        browser.fill("Password", PASSWORD)
        browser.press("Sign in")
        browser.until(lambda: browser.path == "/styleguide/")
        assert browser.field("Name as she writes it").get_attribute("value") == "Гулнора"
        browser.go("/account/sessions/")
        no_barriers(browser, "sessions")
    finally:
        browser.live.stop("web")


def test_an_export_asks_once_more_who_sits_there(browser: Browser) -> None:
    national = make_profile(Role.NATIONAL, make_region())
    browser.sign_in(national.user.email, PASSWORD)
    browser.go("/account/reauthenticate/?next=/reports/")
    browser.sees("Is it you?")
    no_barriers(browser, "is-it-you")
    browser.fill("Password", PASSWORD)
    browser.press("Go on")
    browser.until(lambda: browser.path == "/reports/")


def test_a_program_is_made_and_its_secret_shown_once(browser: Browser) -> None:
    agency = make_agency(name="Clinic No. 5")
    admin = make_profile(Role.ADMIN, make_region())
    browser.sign_in(admin.user.email, PASSWORD)
    browser.go(f"/agencies/{agency.pk}/")
    browser.press("Programs")
    browser.sees("This agency has no program")
    browser.press("Add a program")
    browser.fill("Name", "Register of the clinic")
    browser.problems()
    no_barriers(browser, "program-new")
    browser.press("Make")
    browser.sees("Copy it now")
    assert browser.css("#client-secret").text.startswith("hcs_")
    no_barriers(browser, "programs")
    assert browser.problems() == []


def test_from_the_printed_invitation_to_the_first_page(browser: Browser) -> None:
    region = make_region()
    admin = make_profile(Role.ADMIN, region)
    browser.sign_in(admin.user.email, PASSWORD)
    browser.go("/users/new/")
    browser.fill("E-mail", "first.page@example.org")
    browser.fill("Name", "Shahnoza")
    browser.fill("Language", "English")
    browser.fill("Office", str(region))
    browser.problems()
    browser.press("Save", within="main")
    browser.sees("no link to set one")
    no_barriers(browser, "invitation")
    browser.press("Show it to be printed")
    browser.sees("Take a picture of this square")
    assert browser.driver.execute_script("return arguments[0].naturalWidth", browser.css("img.qr")) > 20
    no_barriers(browser, "invitation-print")
    link = browser.css("#invitation-link").text
    browser.sign_out()
    browser.go(link.removeprefix("http://localhost:8000"))
    browser.sees("Set your password")
    assert browser.driver.current_url.endswith("/account/invitation/")
    no_barriers(browser, "invitation-password")
    browser.fill("Password", PASSWORD)
    browser.fill("Password (again)", PASSWORD)
    browser.press("Save the password")
    browser.sees("Your password is set")
    browser.fill("Email", "first.page@example.org")
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    browser.sees("I have read it and will keep to it")
    no_barriers(browser, "conduct")
    browser.press("I have read it and will keep to it")
    browser.until(lambda: browser.path.startswith("/my-day"), "the first page")
    assert browser.problems() == []

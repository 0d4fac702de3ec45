"""Chromium as a user drives it: by labels and words, not by classes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
    WebDriverException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from config.env import BASE_DIR
from tests.harness.live import Live

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--hide-scrollbars", "--force-device-scale-factor=1", "--lang=en",
)  # fmt: skip
DESKTOP, PHONE = (1440, 900), (390, 844)
PATIENCE = 45.0


class Browser:
    """One signed-in (or not) browser at the live stack."""

    def __init__(self, driver: webdriver.Chrome, live: Live) -> None:
        self.driver, self.live = driver, live

    # --- Going places --------------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        """Open a page of the stack by its path (or whole address)."""
        self.driver.get(path if path.startswith("http") else self.live.url + path)

    @property
    def path(self) -> str:
        """Where we are, without host."""
        return self.driver.current_url.removeprefix(self.live.url)

    def sign_in(self, email: str, password: str) -> None:
        """Sign out whoever is here, and sign in."""
        self.sign_out()
        self.go("/account/login/")
        self.fill("Email", email)
        self.fill("Password", password)
        self.press("Sign in")
        self.until(lambda: "/account/login" not in self.driver.current_url, "the page after sign-in")

    def sign_out(self) -> None:
        """Forget every session."""
        self.driver.delete_all_cookies()

    def desktop(self) -> None:
        """1440 pixels wide."""
        self._size(*DESKTOP, mobile=False)

    def phone(self) -> None:
        """390 pixels wide, with touch."""
        self._size(*PHONE, mobile=True)

    # --- Doing things --------------------------------------------------------------------------------------

    def field(self, label: str) -> WebElement:
        """The form field with this label (its beginning is enough)."""
        return self.until(lambda: self._field(label), f"a field {label!r}")

    def fill(self, label: str, value: str) -> None:
        """Type into a field, or choose an option of a list by its words."""
        element = self.field(label)
        if element.tag_name == "select":
            # A choice may put a new part of the page in its own place: then it is looked up and made once more.
            self.until(lambda: self._choose(label, value), f"the choice {value!r} of {label!r}")
        elif element.get_attribute("type") == "date":
            # The keys of a date field depend on the locale of the machine.
            self.driver.execute_script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
                element, value,
            )  # fmt: skip
        else:
            if element.get_attribute("type") != "file":
                element.clear()
            element.send_keys(value)

    def _choose(self, label: str, value: str) -> bool:
        element = self._field(label)
        if element is None:
            return False
        Select(element).select_by_visible_text(value)
        return True

    def tick(self, label: str, *, within: str = "body") -> None:
        """Press a checkbox or radio button by its label."""
        xpath = f"//label[starts-with(normalize-space(), {_quoted(label)})]"
        self.until(lambda: self._pressed(xpath, within), f"a choice {label!r}")

    def press(self, words: str, *, within: str = "body") -> None:
        """Press the button or link with these words (its beginning is enough)."""
        quoted = _quoted(words)
        named = f"starts-with(normalize-space(), {quoted}) or @aria-label={quoted}"
        xpath = f"//*[self::button or self::a or self::summary][{named}]"
        self.until(lambda: self._pressed(xpath, within), f"something to press: {words!r}")

    def css(self, selector: str) -> WebElement:
        """The first element of a CSS selector, once it is there."""
        return self.until(lambda: next(iter(self.driver.find_elements(By.CSS_SELECTOR, selector)), None), selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements of a CSS selector that are there now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def gone(self, element: WebElement) -> bool:
        """Has this element left with its page?"""
        try:
            element.is_enabled()
        except StaleElementReferenceException:
            return True
        return False

    # --- Seeing things -------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def sees(self, words: str) -> None:
        """Wait until the page shows these words."""
        self.until(lambda: words in self.text, f"the words {words!r}")

    def until(self, ask: Any, what: str = "this", seconds: float = PATIENCE) -> Any:
        """Ask again until the answer is true. Fails the test after ``seconds`` and says what the page showed."""
        try:
            return WebDriverWait(
                self.driver, seconds, poll_frequency=0.1,
                ignored_exceptions=(
                    NoSuchElementException, StaleElementReferenceException, ElementClickInterceptedException,
                ),
            ).until(lambda _: _asked(ask))  # fmt: skip
        except TimeoutException:
            self.shot("failure")
            pytest.fail(f"{what} did not come at {self.path}. The page shows:\n{self.text[:2000]}")

    def shot(self, name: str, folder: Path | None = None) -> Path:
        """A picture of the page as it stands, in var/shots."""
        folder = folder or self.live.env.var_dir / "shots"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
        self.driver.save_screenshot(str(path))
        return path

    def look(self, path: str, name: str) -> None:
        """The page at both widths: nothing wider than the window, no barrier, nothing refused by the policy; a picture
        of each with SHOTS in the environment."""
        for width in ("phone", "desktop"):
            getattr(self, width)()
            self.go(path)
            assert self.overflow() == 0, f"{path} at {width}"
            assert self.barriers() == [], f"{path} at {width}"
            if os.environ.get("SHOTS"):
                self.shot(f"{name}-{width}")
        assert self.problems() == []

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window; 0 is right."""
        script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.driver.execute_script(script))

    def problems(self) -> list[str]:
        """Errors of script, policy and loading since the last call."""
        entries: list[dict[str, Any]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(e["message"]) for e in entries if e["level"] == "SEVERE"]

    def barriers(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA on the page as it stands; an empty list is right."""
        self.driver.execute_script((BASE_DIR / "node_modules/axe-core/axe.min.js").read_text())
        found: list[dict[str, Any]] = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {runOnly: "
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found => done(found.violations))"
        )
        return [
            f"{one['id']}: {node['target'][0]} {' '.join(node['failureSummary'].split())}"
            for one in found
            for node in one["nodes"]
        ]

    # --- Inside --------------------------------------------------------------------------------------------

    def _size(self, width: int, height: int, *, mobile: bool) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile},
        )

    def _field(self, label: str) -> WebElement | None:
        quoted = _quoted(label)
        for xpath in (
            f"//label[starts-with(normalize-space(), {quoted})]",
            f"//*[self::input or self::textarea or self::select][@aria-label={quoted}]",
        ):
            for found in self.driver.find_elements(By.XPATH, xpath):
                target = found.get_attribute("for") if found.tag_name == "label" else None
                element = self.driver.find_element(By.ID, target) if target else found
                if element.tag_name in ("input", "textarea", "select") and (element.is_displayed() or target):
                    return element
        return None

    def _first(self, xpath: str, within: str) -> WebElement | None:
        for root in self.driver.find_elements(By.CSS_SELECTOR, within):
            for element in root.find_elements(By.XPATH, f".{xpath}"):
                if element.is_displayed():
                    return element
        return None

    def _pressed(self, xpath: str, within: str) -> bool:
        """Press it once it is there; while it is being replaced or something lies above, nothing is pressed yet."""
        element = self._first(xpath, within)
        if element is None:
            return False
        # In the middle of the window, so that no bar at its edges lies above.
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        return True


def _asked(ask: Any) -> Any:
    """The answer. Chromium has two words for an element that the page has replaced; here they are one."""
    try:
        return ask()
    except WebDriverException as error:
        if "does not belong to the document" in str(error.msg):
            raise StaleElementReferenceException(str(error.msg)) from error
        raise


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """Debian's Chromium. Without it the test is skipped on a developer's machine and fails in CI."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not driver:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("CI needs Debian's packages chromium and chromium-driver")
        pytest.skip("chromium and chromium-driver are not installed")
    options = Options()
    options.binary_location = binary
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_window_size(*DESKTOP)
    try:
        yield chrome
    finally:
        chrome.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome, live: Live) -> Iterator[Browser]:
    """A browser without a session at the live stack, desktop size."""
    found = Browser(chromium, live)
    chromium.delete_all_cookies()
    found.desktop()
    chromium.get("about:blank")
    found.problems()
    yield found
    chromium.execute_script("window.onbeforeunload = null")
    chromium.delete_all_cookies()

"""The pictures of docs/screens, made anew from a running `make up`:

    .venv/bin/python -m tests.harness.screenshots http://localhost:8000
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.harness.browser import DESKTOP, FLAGS, PHONE

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
PASSWORD = os.environ.get("HAMROH_DEMO_PASSWORD", "hamroh-demo")

FAMILY_LINK = "main a[href^='/families/']:not([href$='/visit/'])"
#: Who, the picture's name, where it starts, and the links that lead on (CSS selectors, the first one each).
PAGES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("", "sign-in", "/account/login/", ()),
    ("worker", "my-day", "/my-day/", ()),
    ("worker", "case", "/cases/?risk=high", ("tbody a.row-link",)),
    ("worker", "family", "/cases/?risk=high", ("tbody a.row-link", FAMILY_LINK)),
    ("worker", "visit", "/cases/?risk=high", ("tbody a.row-link", "main a[href$='/visit/']")),
    ("supervisor", "team", "/team/", ()),
    ("supervisor", "arrival", "/arrivals/", ("main a[href^='/arrivals/']:not([href$='new/'])",)),
    ("supervisor", "approvals", "/approvals/", ()),
    ("national", "figures", "/figures/", ()),
    ("clinic", "received", "/received/", ("tbody a",)),
)


def _driver() -> webdriver.Chrome:
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for flag in FLAGS:
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))


def _size(driver: webdriver.Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def _until(ask: Callable[[], bool]) -> None:
    for _ in range(100):
        if ask():
            return
        time.sleep(0.1)


def _sign_in(driver: webdriver.Chrome, address: str, who: str) -> None:
    driver.delete_all_cookies()
    if who:
        driver.get(f"{address}/account/login/")
        driver.find_element(By.NAME, "login").send_keys(f"{who}@example.org")
        driver.find_element(By.NAME, "password").send_keys(PASSWORD)
        driver.find_element(By.CSS_SELECTOR, "form button.btn-primary").click()
        _until(lambda: "/account/login" not in driver.current_url)


def take(address: str) -> None:
    """Take every picture, desktop and phone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    driver, last = _driver(), None
    try:
        for who, name, start, steps in PAGES:
            _size(driver, *DESKTOP)
            if who != last:
                _sign_in(driver, address, who)
                last = who
            driver.get(address + start)
            for step in steps:
                links = driver.find_elements(By.CSS_SELECTOR, step)
                if links:
                    driver.get(str(links[0].get_attribute("href")))
            here = driver.current_url
            for kind, size in (("desktop", DESKTOP), ("phone", PHONE)):
                _size(driver, *size)
                driver.get(here)
                time.sleep(0.5)
                driver.save_screenshot(str(FOLDER / f"{name}-{kind}.png"))
            print(name, here.removeprefix(address))
    finally:
        driver.quit()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))

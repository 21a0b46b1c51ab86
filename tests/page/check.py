#!/usr/bin/env python3
"""Opens pages in a real headless Chromium and checks what a reader relies on.

Usage: check.py [--screenshots DIR] PAGE.html...

Of every page: it opens in under 2 s and is under 5 MB; no error on the console; no request leaves the file; every
chart is drawn and has a summary, a role and a table; the views, the legend and the slider do what they say; links
of the navigation lead somewhere; nothing is wider than a phone; dark mode redraws the charts, print draws
all of their views.
"""
import argparse
import base64
import json
import pathlib
import re
import sys
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SECONDS = 2.0
BYTES = 5_000_000
DESKTOP = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


class Failures(list):
    def check(self, holds, what):
        if not holds:
            self.append(what)


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path="/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_script_timeout(20)
    return driver


def requests(driver):
    """Addresses that the page asked the network for."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
            parameters = message["params"]
            yield parameters.get("request", parameters)["url"]


def figures(driver):
    return driver.find_elements(By.CSS_SELECTOR, "figure.chart")


def shapes(figure):
    """How much a chart draws: shapes and words in its SVG."""
    return len(figure.find_elements(By.CSS_SELECTOR, ".drawing svg path, .drawing svg text"))


def drawing(figure):
    """What a chart shows: the elements of its SVG without the names that the library counts up, and its legend."""
    svg = figure.find_element(By.CSS_SELECTOR, ".drawing").get_attribute("innerHTML")
    elements = sorted(re.sub(r"zr\d+[-\w]*", "", svg).split("<"))
    return elements, figure.find_element(By.CSS_SELECTOR, ".legend").get_attribute("textContent")


def settle(driver):
    """Waits until the browser has painted twice."""
    driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)));"
    )


def screen(driver, metrics, dark=False):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = "dark" if dark else "light"
    features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in features.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    time.sleep(0.3)
    if driver.find_elements(By.CSS_SELECTOR, "html[data-ready]"):
        until(driver, "drawn")


def screenshot(driver, path, metrics):
    height = driver.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": metrics["width"], "height": height, "scale": 1}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    path.write_bytes(base64.b64decode(picture["data"]))


def check_opening(driver, page, failures):
    driver.get_log("browser")
    driver.get_log("performance")
    failures.check(page.stat().st_size < BYTES, f"{page.stat().st_size} bytes")
    driver.get(page.resolve().as_uri())
    took = float(until(driver, "ready")) / 1000
    failures.check(took < SECONDS, f"took {took:.2f} s to open")
    until(driver, "drawn")
    return took


def until(driver, mark):
    """Waits until the page has set a mark, and returns it: `ready`, the milliseconds after which what is in sight was
    painted, by the browser's own clock; `drawn` when every chart is."""
    read = f"return document.documentElement.dataset.{mark}"
    value = WebDriverWait(driver, 20).until(lambda d: d.execute_script(read))
    settle(driver)
    return value


def check_charts(driver, failures):
    for figure in figures(driver):
        name = figure.get_attribute("id")
        failures.check(figure.get_attribute("data-drawn") == "true", f"{name}: not drawn")
        failures.check(shapes(figure) >= 4, f"{name}: draws {shapes(figure)} shapes")
        image = figure.find_element(By.CSS_SELECTOR, ".drawing")
        failures.check(image.get_attribute("role") == "img", f"{name}: no role")
        failures.check(len(image.get_attribute("aria-label") or "") > 20, f"{name}: no label")
        failures.check(figure.find_element(By.CSS_SELECTOR, ".summary").text.strip(), f"{name}: no summary")
        rows = figure.find_elements(By.CSS_SELECTOR, "details.data tbody tr")
        failures.check(rows, f"{name}: no table")


def check_views(driver, failures):
    data = json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))
    for figure in figures(driver):
        name = figure.get_attribute("id")
        views = [view["figure"] for view in data[name]]
        buttons = figure.find_elements(By.CSS_SELECTOR, ".view")
        for place, button in enumerate(buttons[1:], 1):
            before = drawing(figure)
            button.send_keys(Keys.ENTER)
            settle(driver)
            pressed = [one.get_attribute("aria-pressed") for one in buttons]
            failures.check(pressed.index("true") == place and pressed.count("true") == 1, f"{name}: view {place} not pressed")
            same = views[place] == views[place - 1]
            failures.check(same or drawing(figure) != before, f"{name}: view {place} draws the same")
            failures.check(shapes(figure) >= 4, f"{name}: view {place} draws nothing")
        if buttons:
            buttons[0].send_keys(Keys.ENTER)
            settle(driver)


def check_legends(driver, failures):
    toggled = 0
    for figure in figures(driver):
        name = figure.get_attribute("id")
        for button in figure.find_elements(By.CSS_SELECTOR, ".legend button")[:2]:
            before = drawing(figure)
            button.send_keys(Keys.SPACE)
            settle(driver)
            failures.check(button.get_attribute("aria-pressed") == "false", f"{name}: legend stays pressed")
            failures.check(drawing(figure) != before, f"{name}: {button.text} cannot be hidden")
            button.send_keys(Keys.SPACE)
            settle(driver)
            failures.check(button.get_attribute("aria-pressed") == "true", f"{name}: legend stays unpressed")
            toggled += 1
    return toggled


def check_slider(driver, failures):
    for slider in driver.find_elements(By.CSS_SELECTOR, "input[type=range]"):
        figure = slider.find_element(By.XPATH, "./ancestor::figure")
        told = figure.find_element(By.TAG_NAME, "output")
        last, before = told.text, drawing(figure)
        if slider.get_attribute("max") == "0":
            continue
        slider.send_keys(Keys.HOME)
        settle(driver)
        failures.check(slider.get_attribute("value") == "0", "slider does not go to the first period")
        failures.check(told.text and told.text != last, "slider tells nothing")
        failures.check(slider.get_attribute("aria-valuetext") in told.text, "slider has another value text")
        slider.send_keys(Keys.ARROW_RIGHT)
        settle(driver)
        failures.check(slider.get_attribute("value") == "1", "slider does not go to the next period")
        slider.send_keys(Keys.END)
        settle(driver)
        failures.check(told.text == last and drawing(figure) == before, "slider does not come back")
        play = figure.find_element(By.CSS_SELECTOR, ".play")
        play.send_keys(Keys.ENTER)
        settle(driver)
        failures.check(slider.get_attribute("value") == "0", "play does not begin at the first period")
        play.send_keys(Keys.ENTER)
        slider.send_keys(Keys.END)
        settle(driver)


def check_structure(driver, failures):
    failures.check(driver.title.strip(), "no title")
    failures.check(len(driver.find_elements(By.TAG_NAME, "h1")) == 1, "not one h1")
    for link in driver.find_elements(By.CSS_SELECTOR, "nav a, a.skip"):
        target = link.get_attribute("href").rsplit("#", 1)[1]
        failures.check(driver.find_elements(By.ID, target), f"link to #{target} leads nowhere")
    repeated = driver.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);"
        "return ids.filter((id, at) => ids.indexOf(id) !== at);"
    )
    failures.check(not repeated, f"repeated ids {repeated}")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = driver.switch_to.active_element
    failures.check(focused.get_attribute("class") == "skip", "the first stop of the keyboard is not the skip link")
    failures.check(focused.rect["x"] >= 0, "the skip link is not shown on focus")
    for table in driver.find_elements(By.CSS_SELECTOR, "table"):
        failures.check(table.find_elements(By.TAG_NAME, "caption"), "a table without a caption")
        break


def check_width(driver, failures, width):
    wide = driver.execute_script("return document.documentElement.scrollWidth")
    failures.check(wide <= width, f"{wide} px wide on a screen of {width} px")
    for figure in figures(driver):
        svg = figure.find_elements(By.CSS_SELECTOR, ".drawing svg")
        failures.check(svg and svg[0].size["width"] <= width, f"{figure.get_attribute('id')}: wider than the screen")


def check_print(driver, failures):
    """On paper every view of every chart is drawn, and a chart that moves over time has its numbers beside it."""
    data = json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))
    driver.execute_script("window.dispatchEvent(new Event('beforeprint'));")
    for figure in figures(driver):
        name = figure.get_attribute("id")
        papers = figure.find_elements(By.CSS_SELECTOR, ".paper")
        failures.check(len(papers) == len(data[name]), f"{name}: {len(papers)} of {len(data[name])} views on paper")
        for paper, view in zip(papers, data[name]):
            drawn = len(paper.find_elements(By.CSS_SELECTOR, "svg path, svg text"))
            failures.check(drawn >= 4, f"{name}: {view['label']} draws nothing on paper")
            told = paper.get_attribute("textContent")
            failures.check(len(papers) == 1 or view["label"] in told, f"{name}: {view['label']} is not named on paper")
        if figure.find_elements(By.CSS_SELECTOR, "input[type=range]"):
            opened = figure.find_element(By.CSS_SELECTOR, "details.data").get_attribute("open")
            failures.check(opened, f"{name}: its numbers are not on paper")
    driver.execute_script("window.dispatchEvent(new Event('afterprint'));")
    left = driver.find_elements(By.CSS_SELECTOR, ".paper, .chart details.data[open]")
    failures.check(not left, "what was for paper stays on the screen")


def check_console(driver, failures):
    for entry in driver.get_log("browser"):
        failures.append(f"console: {entry['message']}")


def check_page(driver, page, screenshots):
    failures = Failures()
    screen(driver, DESKTOP)
    took = check_opening(driver, page, failures)
    check_structure(driver, failures)
    check_charts(driver, failures)
    check_views(driver, failures)
    toggled = check_legends(driver, failures)
    check_slider(driver, failures)
    failures.check(toggled > 0 or not figures(driver), "no legend to press")
    folder = screenshots / page.stem if screenshots else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        driver.execute_script("document.activeElement.blur(); window.scrollTo(0, 0);")
        screenshot(driver, folder / "desktop.png", DESKTOP)
    light = [drawing(figure) for figure in figures(driver)]
    screen(driver, DESKTOP, dark=True)
    dark = [drawing(figure) for figure in figures(driver)]
    failures.check(all(one != other for one, other in zip(light, dark)), "a chart is the same in the dark")
    if folder:
        screenshot(driver, folder / "dark.png", DESKTOP)
    check_print(driver, failures)
    failures.check(dark == [drawing(figure) for figure in figures(driver)], "printing leaves its marks on the screen")
    pdf = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
    pdf = base64.b64decode(pdf["data"])
    failures.check(pdf.startswith(b"%PDF-"), "cannot be printed")
    if folder:
        (folder / "print.pdf").write_bytes(pdf)
    screen(driver, PHONE)
    check_width(driver, failures, PHONE["width"])
    if folder:
        screenshot(driver, folder / "phone.png", PHONE)
    check_console(driver, failures)
    outside = [url for url in requests(driver) if not url.startswith(("file:", "data:", "about:", "blob:"))]
    failures.check(not outside, f"asks the network for {outside}")
    print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB, open in {took:.2f} s, {len(light)} charts, {toggled} legend entries tried")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--screenshots", type=pathlib.Path)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    driver = browser()
    passed = failed = 0
    try:
        for page in arguments.pages:
            failures = check_page(driver, page, arguments.screenshots)
            for failure in failures:
                print(f"{page.name}: FAILED: {failure}")
            passed, failed = (passed, failed + 1) if failures else (passed + 1, failed)
    finally:
        driver.quit()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

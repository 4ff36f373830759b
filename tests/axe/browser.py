"""A page in headless Chromium with axe-core in it, and what that found."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
_FOUND = re.compile(r'<script type="application/json" id="axe-found">(.*?)</script>', re.DOTALL)
_RUN = """
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(found => {
  const told = document.createElement("script");
  told.type = "application/json";
  told.id = "axe-found";
  told.textContent = encodeURIComponent(JSON.stringify({
    rules: found.passes.length, version: found.testEngine.version,
    violations: found.violations.map(each =>
      [each.id, each.impact, each.help, each.nodes.map(node => node.html.slice(0, 200))]),
    incomplete: found.incomplete.map(each => [each.id, each.nodes.length]),
  }));
  document.body.append(told);
});
"""


class BrowserFailed(Exception):
    """The page was not checked; the message is what the browser said last."""


@dataclass(frozen=True, slots=True)
class AxeFindings:
    """What axe-core found on a page.

    Args:
        version: Of axe-core.
        passed: Rules that the page keeps.
        violations: Rule, impact, what it asks for, and the elements that break it.
        undecided: Rules that axe-core leaves to people, and how many elements each.
    """

    version: str
    passed: int
    violations: list[tuple[str, str, str, list[str]]]
    undecided: list[tuple[str, int]]


def browser() -> str | None:
    """Where Chromium is; None: it is not installed."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def checked(page: bytes, axe: str, chromium: str, folder: Path) -> AxeFindings:
    """Check a page. The copy that is opened has no security policy, which would keep axe-core out as any script.

    Args:
        page: HTML.
        axe: The source of axe-core.
        chromium: The browser.
        folder: Where the copy and the browser's profile may lie.

    Raises:
        BrowserFailed: it did not open the page, or axe-core did not end within a minute.
    """
    text, found = _POLICY.subn("", page.decode())
    if found != 1 or "</body>" not in text:
        raise BrowserFailed("this is no page of the program")
    source = folder / "page.html"
    source.write_text(text.replace("</body>", f"<script>{axe}</script><script>{_RUN}</script></body>"), "utf-8")
    command = [
        *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
        *(f"--user-data-dir={folder / 'profile'}", "--window-size=1280,1024", "--virtual-time-budget=60000"),
        *("--dump-dom", source.as_uri()),
    ]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180)
    except subprocess.TimeoutExpired:
        raise BrowserFailed("the browser did not end") from None
    told = _FOUND.search(done.stdout)
    if told is None:
        raise BrowserFailed(([line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"])[-1])
    facts = json.loads(unquote(unescape(told[1])))
    return AxeFindings(
        facts["version"],
        facts["rules"],
        [(rule, impact, help_text, list(nodes)) for rule, impact, help_text, nodes in facts["violations"]],
        [(rule, count) for rule, count in facts["incomplete"]],
    )

"""Make the documentation as a site: build/docs/html.

    python packaging/docs.py            # needs the extra [docs]
    python packaging/docs.py --links    # check the links of the Markdown files alone

Sphinx runs on a copy of the Markdown files, beside which pages are made from the
program's own tables (``reference.py``). A warning is an error. Links are followed as
far as they stay in the site; nothing is asked of the internet.
"""

import argparse
import html.parser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "docs"
SOURCE, HTML = BUILD / "source", BUILD / "html"
SKIPPED = ("build", ".venv", ".git", "runs", "node_modules")
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"^(```.*?^```|    .*?$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
INDEX = """\
# ecgviewer

A desktop viewer that draws 12-lead ECGs on true-scale paper, measures them, and shows
what a bundled neural network says about them and why.
**For research and teaching. Not a medical device, not cleared for diagnosis.**

![The window](docs/images/window.png)

```{toctree}
:caption: Guide
:maxdepth: 1
:glob:

docs/guide/*
CHANGELOG
```

```{toctree}
:caption: Reference
:maxdepth: 1
:glob:

docs/reference/*
reference/*
```

```{toctree}
:caption: Method and validation
:maxdepth: 1
:glob:

docs/method/*
docs/validation/*
```

```{toctree}
:caption: Development
:maxdepth: 1
:glob:

docs/training/*
docs/design/*
training/README
CONTRIBUTING
SECURITY
README
docs/README
```
"""
API = """\
# In Python

*This page is made from the program by `python packaging/docs.py`.*

```{eval-rst}
%s
```
"""
DOCUMENTED = ("ecgviewer.io", "ecgviewer.explaining", "ecgviewer.pipeline")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", action="store_true")
    options = parser.parse_args()
    broken = [*broken_in_markdown(ROOT)]
    if not options.links and not broken:
        build()
        broken = [*broken_in_html(HTML)]
    for sentence in broken:
        print(sentence)
    if broken:
        sys.exit(1)
    print("every link leads somewhere" if options.links else f"{HTML}/index.html")


def build() -> None:
    stage()
    from reference import pages

    folder = SOURCE / "reference"
    folder.mkdir()
    for name, text in pages().items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "python.md").write_text(api_page(), encoding="utf-8")
    shutil.rmtree(HTML, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    places = ["-c", str(SOURCE / "docs"), str(SOURCE), str(HTML)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, *places], env=environment, check=False)
    if done.returncode:
        sys.exit(f"sphinx ended with {done.returncode}")


def stage() -> None:
    """Lay out what Sphinx reads: each Markdown file at its place, and an index."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    pages = [*markdown_files(ROOT), *(ROOT / "docs" / "images").iterdir()]
    for path in (*pages, ROOT / "docs" / "conf.py"):
        target = SOURCE / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for path in markdown_files(ROOT):
        for link in links(path.read_text(encoding="utf-8")):
            other = (path.parent / urlsplit(link).path).resolve()
            if other.is_file() and other.suffix not in (".md", ".png"):
                target = SOURCE / other.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(other, target)
    (SOURCE / "index.md").write_text(INDEX, encoding="utf-8")


def api_page() -> str:
    """Return the page of what is public: a module's members as its docstrings say."""
    import ecgviewer

    public = [getattr(ecgviewer, name) for name in ecgviewer.__all__]
    blocks = []
    for name in ("ecgviewer", *DOCUMENTED):
        head = [name, "-" * len(name), ""]
        # Of a module's own names autodoc takes a lock for one.
        left_out = ["Lock"]
        if name != "ecgviewer":
            own = vars(import_module(name)).items()
            left_out += [key for key, it in own if any(it is one for one in public)]
        options = ["   :members:", f"   :exclude-members: {', '.join(left_out)}"]
        blocks += [*head, f".. automodule:: {name}", *options, ""]
    return API % "\n".join(blocks)


# ------------------------------------------------------------------------------ links


def markdown_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.md")):
        parts = path.relative_to(root).parts
        if not any(part in SKIPPED or part.startswith(".") for part in parts[:-1]):
            yield path


def links(text: str) -> list[str]:
    """Return the targets of a Markdown text's links that stay on this machine."""
    found = LINK.findall(CODE.sub("", text))
    return [link for link in found if not urlsplit(link).scheme]


def anchors(text: str) -> set[str]:
    """Return the names of a Markdown text's headings, as links write them."""
    heads = re.findall(r"^#{1,6}\s+(.*)$", CODE.sub(_kept, text), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", head.strip().lower()) for head in heads)
    return {word.replace(" ", "-") for word in words}


def _kept(match: re.Match[str]) -> str:
    return "" if match.group(1) else match.group(0)


def broken_in_markdown(root: Path) -> Iterator[str]:
    """Yield a sentence for each link that leads nowhere."""
    for path in markdown_files(root):
        text = path.read_text(encoding="utf-8")
        for link in links(text):
            place, _, anchor = link.partition("#")
            target = (path.parent / unquote(place)).resolve() if place else path
            name = path.relative_to(root)
            if not target.exists():
                yield f"{name}: {link}: there is no such file"
            elif anchor and target.suffix == ".md":
                if anchor not in anchors(target.read_text(encoding="utf-8")):
                    yield f"{name}: {link}: there is no such heading"


class _Page(html.parser.HTMLParser):
    """Collects what a page links to, and what can be linked to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif (tag, name) in (("a", "href"), ("img", "src"), ("link", "href")):
                self.links.append(value or "")


def broken_in_html(folder: Path) -> Iterator[str]:
    """Yield a sentence for each link of the built site that leads nowhere."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        pages[path] = _Page()
        pages[path].feed(path.read_text(encoding="utf-8"))
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            name = path.relative_to(folder)
            target = path
            if parts.path:
                target = (path.parent / unquote(parts.path)).resolve()
            if not target.is_file():
                yield f"{name}: {link}: there is no such file"
            elif parts.fragment and target in pages:
                if unquote(parts.fragment) not in pages[target].ids:
                    yield f"{name}: {link}: nothing there has this name"


if __name__ == "__main__":
    main()

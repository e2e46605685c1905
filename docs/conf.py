"""How Sphinx makes the site; `python packaging/docs.py` runs it on a staged copy."""

from ecgviewer import __version__

project = "ecgviewer"
author = "the ecgviewer authors"
copyright = "the ecgviewer authors, Apache-2.0"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["docs/conf.py"]

myst_heading_anchors = 4
numpydoc_show_class_members = False
autosummary_generate = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True

html_theme = "alabaster"
html_theme_options = {
    "description": "12-lead ECGs, measured and explained. Not for diagnosis.",
    "fixed_sidebar": True,
    "page_width": "1100px",
    "sidebar_width": "240px",
}
html_copy_source = False
html_show_sphinx = False
html_show_sourcelink = False

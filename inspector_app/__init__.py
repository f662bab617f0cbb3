"""Inspector: the case assessment tool of a probation inspectorate."""

__version__ = "0.1.0"

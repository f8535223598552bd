"""What is followed in a piece of code, for tests."""

from __future__ import annotations

from textwrap import dedent, indent

from hanare.analysis.finding import Detection
from hanare.analysis.source import Source
from hanare.analysis.taint.analysis import Examination, examine

_HEAD = """\
import os, re, shlex, html, uuid
from pathlib import Path
from flask import request

def view(a, b, c):
    x = request.args["x"]
    y = request.args["y"]
"""


def examined(code: str) -> Examination:
    """Follow the data of a whole text."""
    return examine(Source(dedent(code), "python"))


def in_view(body: str, head: str = "") -> list[Detection]:
    """Follow the data of a view, in which `x` and `y` are untrusted and `a`, `b`, `c` unknown."""
    return list(examined(head + "\n" + _HEAD + indent(dedent(body), "    ")).detections)


def rules(detections: list[Detection]) -> set[str]:
    """Return which rules have found something."""
    return {each.rule for each in detections}


def flow(detection: Detection, code: str) -> list[str]:
    """Return the stations of a way: line from 1, the text there, and what is said of it."""
    return [
        f"{code.count(chr(10), 0, step.span.start) + 1}: "
        f"{code[step.span.start : step.span.end]} {step.message}"
        for step in detection.flow
    ]

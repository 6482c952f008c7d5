"""JUnit XML with a test case for each check; what CI systems leave out stands in properties."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pytest_coro_lessons.reports.formats.encoding import in_xml, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Check, Exercise, Report


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    root = ET.Element("testsuites")
    for exercise in report.exercises:
        root.append(_suite(report, exercise))
    ET.indent(root)
    return {"": ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _suite(report: Report, exercise: Exercise) -> ET.Element:
    counted = [check.status for check in exercise.checks]
    errors = counted.count("error")
    suite = ET.Element(
        "testsuite",
        name=exercise.id,
        tests=str(len(counted)),
        failures=str(len(counted) - counted.count("passed") - errors),
        errors=str(errors),
        skipped="0",
        timestamp=report.at.strftime("%Y-%m-%dT%H:%M:%S"),
    )
    suite.extend(_case(exercise, check) for check in exercise.checks)
    return suite


def _case(exercise: Exercise, check: Check) -> ET.Element:
    name = f"{exercise.title}: {check.title}"
    case = ET.Element("testcase", classname=f"{exercise.lesson}.{exercise.id}", name=in_xml(name))
    properties = ET.SubElement(case, "properties")
    for key, value in _properties(exercise, check).items():
        if value is not None:
            ET.SubElement(properties, "property", name=key, value=in_xml(str(value)))
    if check.status != "passed":
        kind = "error" if check.status == "error" else "failure"
        happened = next(iter(check.paragraphs), "")
        told = ET.SubElement(case, kind, message=in_xml(happened), type=check.code or check.status)
        told.text = in_xml(check.message)
    if check.printed:
        ET.SubElement(case, "system-out").text = in_xml(shortened(check.printed))
    return case


def _properties(exercise: Exercise, check: Check) -> dict[str, object]:
    return {
        "lesson": exercise.lesson,
        "exercise": exercise.id,
        "check": check.id,
        "status": check.status,
        "points": check.points,
        "max_points": check.max_points,
        "virtual_seconds": check.seconds,
        "diagnostic": check.code,
    }

"""The workshop for authors: what a course promises, kept by a machine.

Each kind of promise is a module of plain functions from an exercise, a folder or a course to
findings, listed in its ``PROMISES``.
"""

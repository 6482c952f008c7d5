"""Markdown whose code keeps its lines: a line that is broken cannot be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich import markdown
from rich.cells import cell_len
from rich.syntax import Syntax

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


_MARGIN = 1


class _CodeBlock(markdown.CodeBlock):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = str(self.text).rstrip()
        longest = max(map(cell_len, code.splitlines()), default=0)
        syntax = Syntax(code, self.lexer_name, theme=self.theme, padding=_MARGIN)
        # Wider than the screen where it has to be: the terminal folds it, and copies it whole.
        width = max(longest + 2 * _MARGIN, options.max_width)
        yield from console.render(syntax, options.update_width(width))


class Markdown(markdown.Markdown):
    """As rich has it, but for its code."""

    elements: ClassVar[dict[str, type[markdown.MarkdownElement]]] = {
        **markdown.Markdown.elements,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
    }

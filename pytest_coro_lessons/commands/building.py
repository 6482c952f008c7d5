"""How commands are put together: help in one language, errors in one line, lazy imports."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.errors import LessonError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_coro_lessons.texts import Texts


class Section(NamedTuple):
    """Commands that the help lists under one heading."""

    heading: str
    commands: Sequence[click.Command]


class Builder:
    """Makes commands, with the help texts of one language."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def command(
        self,
        name: str,
        callback: Callable[..., None],
        *params: click.Parameter,
        **settings: Any,
    ) -> click.Command:
        """A command whose help is the text ``<name>.help``; ``callback`` gets the texts first.

        The key of one with two words has an underscore between them.
        """
        bound = _saying_lesson_errors(partial(callback, self.texts), self.texts.language)
        text = self.texts(f"{name}.help")
        name = name.rpartition("_")[2]
        command = click.Command(name, callback=bound, params=[*params], help=text, **settings)
        return self._with_common_options(command)

    def group(
        self,
        name: str,
        callback: Callable[..., None],
        *params: click.Parameter,
        sections: Sequence[Section],
    ) -> click.Group:
        """The group of all commands; alone, without the name of one, it runs ``callback``."""
        bound = _saying_lesson_errors(partial(callback, self.texts), self.texts.language)
        group = _Sections(
            name,
            sections=sections,
            commands=[command for section in sections for command in section.commands],
            callback=_only_alone(bound, self.texts),
            params=[*params],
            invoke_without_command=True,
            help=self.texts("main.help"),
            epilog=self.texts("main.exit_codes"),
        )
        self._with_common_options(group)
        return group

    def subgroup(self, name: str, *commands: click.Command) -> click.Group:
        """Commands of two words, whose help is the text ``<name>.help``."""
        text = self.texts(f"{name}.help")
        group = click.Group(name, commands=[*commands], help=text, no_args_is_help=True)
        self._with_common_options(group)
        return group

    def flag(self, *names: str, text: str) -> click.Option:
        return click.Option(names, is_flag=True, help=self.texts(text))

    def _with_common_options(self, command: click.Command) -> click.Command:
        # The language was chosen before; this makes the option known, wherever it stands.
        languages = click.Choice(LANGUAGES)
        text = self.texts("main.lang")
        click.option("--lang", type=languages, expose_value=False, help=text)(command)
        click.help_option("-h", "--help", help=self.texts("main.help_option"))(command)
        return command


class _Sections(click.Group):
    """Lists its commands in our order, under headings."""

    def __init__(self, *args: Any, sections: Sequence[Section], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._sections = sections

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        longest = max(map(len, self.commands))
        width = formatter.width - longest - 6
        for section in self._sections:
            with formatter.section(section.heading):
                formatter.write_dl(
                    [(one.name or "", one.get_short_help_str(width)) for one in section.commands]
                )


def _only_alone(callback: Callable[..., None], texts: Texts) -> Callable[..., None]:
    """Run it unless another command is named; options of its own make no sense then."""

    @click.pass_context
    def run(context: click.Context, /, **values: Any) -> None:
        if context.invoked_subcommand is None:
            callback(**values)
        elif any(values.values()):
            raise click.UsageError(texts("main.alone", command=context.invoked_subcommand))

    return run


def _saying_lesson_errors(callback: Callable[..., None], language: str) -> Callable[..., None]:
    @wraps(callback)
    def run(**values: Any) -> None:
        try:
            callback(**values)
        except LessonError as error:
            raise click.ClickException(error.told(language)) from error

    return run

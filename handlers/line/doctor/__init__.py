"""doctor: what works and what does not on this machine with this configuration, each with the mend.

Nothing is changed and nothing is posted. `run` holds the table of checks; a check is a function from a Patient to findings.
"""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.sentences import doctor as sentences
from handlers.line import show
from handlers.line.doctor.around import browser, disk, mail
from handlers.line.doctor.configuration import configuration, examine, secrets
from handlers.line.doctor.finding import Finding, Patient, fails
from handlers.line.doctor.machine import database, fonts, readers
from handlers.line.doctor.platforms import clock, slack, telegram

CHECKS: Mapping[str, Callable[[Patient], Iterator[Finding]]] = {
    "configuration": configuration,
    "secrets": secrets,
    "database": database,
    "disk": disk,
    "Slack": slack,
    "Telegram": telegram,
    "mail": mail,
    "clock": clock,
    "readers": readers,
    "browser": browser,
    "fonts": fonts,
}


def run(asked: Namespace) -> int:
    """Prints every finding as it is made; 1 if something fails."""
    patient = examine(Path(asked.config))
    failed = 0
    for name, check in CHECKS.items():
        for finding in _careful(check, patient):
            failed += finding.verdict == "fails"
            show.lines(_told(name, finding))
    show.lines(["", sentences.FAILED.format(n=failed) if failed else sentences.HEALTHY])
    return 1 if failed else 0


def _careful(check: Callable[[Patient], Iterator[Finding]], patient: Patient) -> Iterator[Finding]:
    try:
        yield from check(patient)
    except Exception as error:  # noqa: BLE001 -- a check that breaks is itself a finding, and must not hide those after it
        yield fails(sentences.CHECK_BROKE.format(type=type(error).__name__), sentences.REPORT)


def _told(name: str, finding: Finding) -> list[str]:
    line = f"{finding.verdict:<6} {name:<14} {finding.said}"
    return [line, f"{'':<21} → {finding.mend}"] if finding.mend else [line]

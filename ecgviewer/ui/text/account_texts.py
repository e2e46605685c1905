"""What carries a statement, in one sentence."""

from collections.abc import Iterable, Mapping

from ecgviewer.ecg.evidence.account import Account
from ecgviewer.ecg.evidence.scale import CARRIES_FROM, FULL_SCALE_LEAD_LOGIT
from ecgviewer.ui.text.i18n import number_text, tr


def account_text(account: Account) -> str:
    """Return such as "+1.9 of +2.4 from II, III, aVF; 9 of 10 beats".

    Waves are named where they were asked about, beats where they are known.
    """
    if account.is_null:
        least = number_text(CARRIES_FROM * FULL_SCALE_LEAD_LOGIT, "g")
        text = tr("Nothing carries it: no group of leads contributes {least} logit.")
        return text.format(least=least)
    parts = [
        tr("{part} of {total} from {leads}").format(
            part=_signed(account.part),
            total=_signed(account.total),
            leads=", ".join(account.leads),
        )
    ]
    if account.wave_leads:
        asked = ", ".join(account.wave_leads)
        waves = ", ".join(account.waves) or tr("no wave")
        parts.append(tr("{waves} (asked of {leads})").format(waves=waves, leads=asked))
    if account.n_beats is not None and account.of_beats is not None:
        text = tr("{n} of {all} beats")
        parts.append(text.format(n=account.n_beats, all=account.of_beats))
    if account.reciprocal:
        leads = _each(account.reciprocal)
        parts.append(tr("reciprocal {leads}").format(leads=leads))
    if account.opposing:
        parts.append(tr("against it {leads}").format(leads=_each(account.opposing)))
    return "; ".join(parts)


def _each(leads: Mapping[str, float]) -> str:
    said: Iterable[str] = (f"{lead} {_signed(x)}" for lead, x in leads.items())
    return ", ".join(said)


def _signed(value: float) -> str:
    return number_text(value, "+.1f")

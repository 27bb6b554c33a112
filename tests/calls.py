"""Languages go in, a call for comments in them comes out: a letter that is about no meeting."""

from __future__ import annotations

from pathlib import Path

from tests.languages import SIX

BODY = {
    "ar": ("يُدعى الأعضاء إلى إبداء تعليقاتهم.", "وشكرًا لكم."),
    "en": ("Members are invited to send their comments.", "Thank you."),
    "es": ("Se invita a los miembros a enviar sus observaciones.", "Gracias."),
    "fr": ("Les membres sont invités à envoyer leurs observations.", "Merci."),
    "ru": ("Членам предлагается направить свои замечания.", "Благодарим вас."),
    "zh": ("请各成员提出意见。", "谢谢。"),
}

SALUTATION = 'salutations = ["colleagues"]\nclosing = "cordially"'


def a_call(house: Path, slug: str = "call", languages: tuple[str, ...] = SIX) -> Path:
    """A call for comments: no subject, no venue, no event, no enclosure."""
    folder = house / "meetings" / slug
    (folder / "enclosures").mkdir(parents=True)
    each = {tag: (f'"Call {tag}"', f'["Members {tag}"]', f"[{', '.join(map(repr, BODY[tag]))}]") for tag in languages}
    (folder / "meeting.toml").write_text(
        "date = 2025-01-15\n"
        f"languages = [{', '.join(map(repr, languages))}]\n"
        'letterhead = "plain"\nauthor = "Office"\nindex = true\nslip_sheets = true\n\n[title]\n'
        + "".join(f"{tag} = {title}\n" for tag, (title, _, _) in each.items())
        + '\n[signatory]\nname = "A. Name"\n'
        + "".join(f'titles.{tag} = ["Head"]\n' for tag in each)
        + f'\n[[instruments]]\nkey = "circular"\nkind = "circular"\ntemplate = "circular"\n{SALUTATION}\n'
        + "".join(f"addressees.{tag} = {lines}\nbody.{tag} = {body}\n" for tag, (_, lines, body) in each.items()),
        encoding="utf-8",
    )
    return folder

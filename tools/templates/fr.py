"""The French words: those of the letter of 22 April 2024, and those of the plain templates."""

from __future__ import annotations

from tools.templates.language import Face, Language, Letter, NoteVerbale, Script
from tools.templates.word import NBSP


def _set(text: str) -> str:
    """Sets apostrophes, and the spaces that French puts before a colon and inside guillemets."""
    text = text.replace("'", "\u2019").replace(" :", f"{NBSP}:")
    return text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")


LANGUAGE = Language(
    tag="fr",
    name="French",
    script=Script("fr-FR", serif=Face("Cambria"), sans=Face("Calibri")),
    siem_reap=Letter(
        subject=_set("Re : {{ subject }}"),
        opening=_set(
            "J'ai le grand plaisir de vous écrire en ma qualité de Président de la {{ names.conference }} des États "
            "parties (5RC) à la {{ names.convention_full }} pour vous inviter à participer à :"
        ),
        body=(
            _set(
                "En cette année importante où l'on célèbre le {{ numbers.anniversary.ordinal }} anniversaire de "
                "l'entrée en vigueur de la Convention et où l'on prépare la {{ names.conference }}, le "
                "{{ names.summit }}, les réunions intersessions donneront aux États parties et aux autres parties "
                "prenantes l'occasion de présenter des mises à jour ou des points de vue sur les progrès réalisés "
                "dans la réalisation et les défis qui restent à relever. Elle nous donnera également l'occasion de "
                "discuter de questions importantes liées à nos efforts collectifs pour assurer le succès de la "
                "{{ names.conference }}."
            ),
            _set(
                "L'après-midi du {{ event.preparatory.first_day }}, au même endroit, j'accueillerai la "
                "**{{ event.preparatory.title }} de la {{ names.conference }}**. La {{ event.preparatory.title }} "
                "sera l'occasion pour les États parties et les autres parties prenantes d'engager des discussions de "
                "fond sur le {{ names.plan }} et d'autres documents pertinents."
            ),
            _set(
                "Vous trouverez ci-joint des informations administratives, notamment sur les procédures "
                "d'inscription aux réunions intersessions et à la {{ event.preparatory.title }}. En raison de la "
                "capacité limitée du lieu de la conférence, les délégations sont priées de limiter la taille de leur "
                "délégation à un maximum de {{ numbers.delegation_limit.words_feminine }} personnes."
            ),
            _set(
                "Enfin, en tant que Président, je m'engage à adopter une approche inclusive dans tous les aspects de "
                "notre travail et à assurer une participation totale, égale et équilibrée entre les hommes et les "
                "femmes aux réunions de la Convention. Je voudrais donc profiter de cette occasion pour encourager "
                "tous les États parties et les autres parties prenantes à garder cet aspect à l'esprit lors de la "
                "composition de leurs délégations et de la préparation de leurs interventions."
            ),
            _set(
                "Je compte sur votre engagement continu dans la période précédant les réunions intersessions et je "
                "me réjouis de vous voir en personne en juin."
            ),
        ),
    ),
    siem_reap_note="The words of the letter of 22 April 2024.",
    invitation=Letter(
        subject=_set("Objet : {{ subject }}"),
        opening=_set("J'ai l'honneur de vous inviter à participer à :"),
        body=(
            _set(
                "Vous trouverez ci-joint les documents de la réunion. Je vous saurais gré de bien vouloir les "
                "transmettre aux membres de votre délégation."
            ),
            _set("Dans l'attente de vous accueillir, je vous prie d'agréer l'expression de ma haute considération."),
        ),
    ),
    note=NoteVerbale(
        title="Note verbale",
        opening=_set(
            "{{ sender }} présente ses compliments {{ to }} et a l'honneur de les inviter à participer\u00a0à :"
        ),
        enclosed=_set(
            "Les documents de la réunion sont joints à la présente note. {{ sender }} saurait gré aux destinataires "
            "de bien vouloir les transmettre aux membres de leur délégation."
        ),
    ),
    enclosures=f"Enc{NBSP}:",
    colon=f"{NBSP}:",
    index="Table des pièces jointes",
    columns=("N°", "Document", "Pages", f"À{NBSP}la page"),
    enclosure="Pièce jointe",
)

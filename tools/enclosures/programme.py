"""Paper 1, a Word template: the programme of the intersessional meetings, its dates left to the letter's words."""

from __future__ import annotations

from collections.abc import Sequence

from .versions import Version
from .word import Paper

_VICTIMS = "Comité sur l'assistance aux victimes"
_CLEARANCE = "Comité sur l'application de l'article 5"
_SUPPORT = "Comité sur le renforcement de la coopération et de l'assistance"
_COMPLIANCE = "Comité sur le respect coopératif"
_PRESIDENT = "Président"

_MORNING = "Séance du matin, de 10 heures à 13 heures"
_AFTERNOON = "Séance de l'après-midi, de 15 heures à 18 heures"

Session = tuple[str, Sequence[tuple[str, str, str]]]

_DAYS: Sequence[tuple[str, Sequence[Session]]] = (
    (
        "Première journée",
        (
            (
                _MORNING,
                (
                    ("10 h 00", "**Ouverture des réunions intersessions.** Allocution du Président", _PRESIDENT),
                    (
                        "10 h 20",
                        "**25**^ème^ **anniversaire de l'entrée en vigueur de la Convention :** le chemin parcouru et "
                        "ce qui reste à faire",
                        _PRESIDENT,
                    ),
                    (
                        "11 h 00",
                        "**Assistance aux victimes.** Observations préliminaires du Comité ; exposés des États "
                        "parties sur les progrès accomplis et les difficultés rencontrées",
                        _VICTIMS,
                    ),
                    ("12 h 30", "Échange de vues : l'accès aux services en milieu rural", _VICTIMS),
                ),
            ),
            (
                _AFTERNOON,
                (
                    (
                        "15 h 00",
                        "**Déminage et application de l'article 5.** Observations préliminaires du Comité sur les "
                        "obligations en cours",
                        _CLEARANCE,
                    ),
                    (
                        "15 h 45",
                        "Exposés des États parties qui ont annoncé une demande de prolongation du délai",
                        _CLEARANCE,
                    ),
                    (
                        "17 h 15",
                        "**Éducation aux risques des mines et réduction de ces risques :** table ronde",
                        _CLEARANCE,
                    ),
                ),
            ),
        ),
    ),
    (
        "Deuxième journée",
        (
            (
                _MORNING,
                (
                    ("10 h 00", "**Déminage (suite).** Exposés des autres États parties concernés", _CLEARANCE),
                    ("11 h 30", "Déminage et environnement : pratiques des opérateurs, échange de vues", _CLEARANCE),
                    (
                        "12 h 15",
                        "**Destruction des stocks** et mines conservées à des fins autorisées par l'article 3",
                        _PRESIDENT,
                    ),
                ),
            ),
            (
                _AFTERNOON,
                (
                    (
                        "15 h 00",
                        "**Coopération et assistance internationales.** Observations du Comité ; démarche "
                        "individualisée",
                        _SUPPORT,
                    ),
                    ("16 h 15", "Appropriation nationale et mobilisation des ressources : table ronde", _SUPPORT),
                    (
                        "17 h 00",
                        "**Genre et diversité :** prise en compte dans la planification, la collecte des données et "
                        "la composition des équipes",
                        "Points de contact pour les questions de genre",
                    ),
                ),
            ),
        ),
    ),
    (
        "Troisième journée",
        (
            (
                _MORNING,
                (
                    (
                        "10 h 00",
                        "**Respect coopératif** et mesures prises au titre de l'article 9",
                        _COMPLIANCE,
                    ),
                    ("10 h 45", "**Transparence et échange d'informations :** les rapports de l'article 7", _PRESIDENT),
                    ("11 h 15", "**Universalisation** de la Convention : point sur les démarches en cours", _PRESIDENT),
                    (
                        "11 h 45",
                        "**État des contributions** et situation financière des réunions de la Convention",
                        _PRESIDENT,
                    ),
                    (
                        "12 h 10",
                        "**Préparatifs de la {{ names.conference }}**, {{ event.conference.prose }}, à "
                        "{{ event.conference.venue_name }}",
                        _PRESIDENT,
                    ),
                    ("12 h 50", "Clôture des réunions intersessions", _PRESIDENT),
                ),
            ),
        ),
    ),
)


def programme(version: Version) -> bytes:
    """The template, as a ``.docx``."""
    paper = Paper(
        version,
        title="Programme des réunions intersessions",
        head=("{{ names.convention }}", "{{ event.intersessional.title }}, {{ event.intersessional.dates }}"),
        foot="{{ enclosure.title }}",
    )
    paper.paragraph("{{ enclosure.title }}", "Title")
    paper.paragraph("{{ event.intersessional.venue_name }}", "Subtitle")
    paper.paragraph("{{ event.intersessional.venue_address }}", "Subtitle")
    paper.paragraph(
        "Les séances se tiennent {{ event.intersessional.prose }}, de 10 heures à 13 heures et de 15 heures à "
        "18 heures. Les horaires des points sont indicatifs : lorsqu'un point s'achève avant l'heure, le suivant est "
        "aussitôt abordé. Les orateurs sont priés de se tenir prêts une demi-heure plus tôt."
    )
    for number, (day, sessions) in enumerate(_DAYS):
        paper.heading(f"{day} : {{{{ event.intersessional.each_day[{number}] }}}}", new_page=number > 0)
        for session, points in sessions:
            paper.heading(session, 2)
            paper.table((20, 92, 48), points, head=("Heure", "Point", "Conduite des débats"), keep=True)
    paper.heading("Séance de l'après-midi : {{ event.preparatory.title }}", 2)
    paper.paragraph(
        "La {{ event.preparatory.title }} à la {{ names.conference }} se tient au même endroit {{ event.preparatory.on "
        "}}, {{ event.preparatory.time }}. Son ordre du jour fait l'objet d'une pièce distincte."
    )
    paper.heading("Inscription des orateurs")
    paper.paragraph(
        "Les délégations qui souhaitent prendre la parole s'inscrivent auprès de l'Unité d'appui à l'application, en "
        "indiquant le point du programme. Les interventions faites au nom d'un groupe d'États passent avant celles "
        "qui sont faites à titre national ; viennent ensuite celles des organisations."
    )
    paper.table(
        (60, 50, 50),
        (
            ("Exposé d'un État partie sur une obligation en cours", "7 minutes", "2 minutes"),
            ("Intervention au nom d'un groupe d'États", "5 minutes", "2 minutes"),
            ("Intervention nationale ou d'une organisation", "3 minutes", "2 minutes"),
        ),
        head=("Intervention", "Durée de l'exposé", "Durée d'une réponse"),
        keep=True,
    )
    paper.close()
    return paper.data()

"""Papers 5 and 6, Word templates: the agendas of the preparatory meeting and of the Review Conference."""

from __future__ import annotations

from collections.abc import Sequence

from .versions import Version
from .word import Paper

Points = Sequence[tuple[str, Sequence[str]]]

_PREPARATORY: Points = (
    ("Ouverture de la réunion par le Président", ()),
    ("Adoption de l'ordre du jour et organisation des travaux", ()),
    (
        "Examen des documents de fond de la {{ names.conference }}",
        (
            "Examen du fonctionnement et de l'état de la Convention, 2019-2024",
            "{{ names.plan }}, 2025-2029 : points à prendre en compte dans son élaboration",
            "Réflexions sur le programme et les mécanismes de la Convention",
            "Déclaration politique : premiers éléments",
        ),
    ),
    (
        "Organisation de la {{ names.conference }}",
        (
            "Projet d'ordre du jour et projet de programme de travail",
            "Projet de règlement intérieur",
            "Estimation des coûts et état des contributions",
            "Dispositions pratiques",
        ),
    ),
    ("Date et lieu de la réunion préparatoire suivante", ()),
    ("Questions diverses", ()),
    ("Clôture de la réunion", ()),
)

_CONFERENCE: Points = (
    ("Ouverture officielle de la Conférence", ()),
    ("Élection du Président", ()),
    ("Messages et allocutions d'ouverture", ()),
    ("Adoption de l'ordre du jour", ()),
    ("Adoption du règlement intérieur", ()),
    ("Élection des vice-présidents et désignation du secrétariat", ()),
    ("Organisation des travaux, y compris ceux des organes subsidiaires", ()),
    ("Échange de vues général", ()),
    (
        "Examen du fonctionnement et de l'état de la Convention",
        (
            "Universalisation de la Convention",
            "Destruction des stocks de mines antipersonnel",
            "Déminage des zones minées, éducation aux risques et réduction de ces risques",
            "Assistance aux victimes",
            "Coopération et assistance internationales",
            "Prévention et répression des activités interdites, respect coopératif",
            "Transparence et échange d'informations",
            "Genre et diversité des besoins et des expériences",
        ),
    ),
    ("Examen des demandes soumises au titre de l'article 5", ()),
    ("{{ names.plan }}, 2025-2029", ()),
    (
        "Programme et mécanismes de la Convention",
        (
            "Réunions des États parties et réunions intersessions",
            "Comités et Comité de coordination",
            "Unité d'appui à l'application",
        ),
    ),
    ("Situation financière et contributions des États parties", ()),
    ("Déclaration politique", ()),
    ("Date, durée et lieu des prochaines réunions, et désignation de leur présidence", ()),
    ("Questions diverses", ()),
    ("Examen et adoption du document final", ()),
    ("Clôture de la Conférence", ()),
)


def preparatory(version: Version) -> bytes:
    """The preparatory meeting's agenda, as a ``.docx``."""
    paper = Paper(
        version,
        title="Ordre du jour de la Première réunion préparatoire",
        head=("{{ names.convention }}", "{{ names.conference }} – {{ event.preparatory.title }}"),
        foot="Ordre du jour – {{ event.preparatory.title }}",
    )
    paper.paragraph("{{ enclosure.title }}", "Title")
    paper.paragraph("Projet présenté par le Président", "Subtitle")
    paper.table(
        (28, 132),
        (
            ("Date", "{{ event.preparatory.first_day }}"),
            ("Heure", "{{ event.preparatory.time }}"),
            ("Lieu", "{{ event.preparatory.venue }}"),
        ),
    )
    paper.heading("Points de l'ordre du jour")
    paper.agenda(_PREPARATORY)
    paper.heading("Annotations")
    paper.paragraph(
        "**Point 3.** Chaque document de fond est présenté en dix minutes au plus, puis ouvert à la discussion. "
        "La note de synthèse jointe à l'invitation en donne l'économie générale ; les délégations qui le peuvent "
        "adressent leurs observations écrites à l'Unité d'appui à l'application."
    )
    paper.paragraph(
        "**Point 4.** Les projets sont présentés pour un premier échange. La Conférence en sera saisie "
        "{{ event.conference.prose }}, à {{ event.conference.venue_name }}."
    )
    paper.close()
    return paper.data()


def conference(version: Version) -> bytes:
    """The Review Conference's agenda, as a ``.docx``."""
    paper = Paper(
        version,
        title="Ordre du jour de la Cinquième Conférence d'examen",
        head=("{{ names.convention }}", "{{ names.conference }} – {{ names.summit }}"),
        foot="{{ enclosure.title }}",
    )
    paper.paragraph("{{ enclosure.title }}", "Title")
    paper.paragraph("{{ event.conference.venue }}, {{ event.conference.prose }}", "Subtitle")
    paper.paragraph("Projet, pour examen à la {{ event.preparatory.title }}", "Subtitle")
    paper.heading("Ordre du jour")
    paper.agenda(_CONFERENCE)
    paper.heading("Annotations", new_page=True)
    paper.paragraph(
        "La {{ names.conference }} des États parties à la {{ names.convention_full }} est convoquée en application "
        "de l'article 12 de la Convention."
    )
    for point, text in (
        (
            7,
            "Le programme de travail, qui fait l'objet d'une pièce distincte, répartit les points entre les séances "
            "du {{ event.conference.first_day }} au {{ event.conference.last_day }}.",
        ),
        (8, "La durée des déclarations est fixée par la Conférence ; elles peuvent être remises par écrit."),
        (
            9,
            "Le rapport sur le fonctionnement et l'état de la Convention sert de base à la discussion. Chaque "
            "sous-point est introduit par le Comité ou la présidence qui en a la charge.",
        ),
        (10, "Les demandes, et leur analyse, sont distribuées avant la Conférence dans la langue de leur soumission."),
        (
            11,
            "Le projet tient compte des observations faites à la {{ event.preparatory.title }}, "
            "{{ event.preparatory.on }}.",
        ),
        (
            12,
            "La Conférence est invitée à fixer le rythme et la durée des réunions, les mandats des comités et les "
            "tâches confiées à l'Unité d'appui, à la lumière des réflexions présentées par le Président.",
        ),
        (
            13,
            "Un tableau des contributions et des arriérés, arrêté à la fin du mois qui précède la Conférence, est "
            "distribué à l'ouverture.",
        ),
        (
            14,
            "La déclaration est établie par le Président à l'issue de consultations ouvertes à tous les participants.",
        ),
        (
            17,
            "Le document final réunit le rapport de procédure, l'examen du fonctionnement et de l'état de la "
            "Convention, le {{ names.plan }}, la déclaration politique et les décisions de la Conférence.",
        ),
    ):
        paper.paragraph(f"**Point {point}.** {text}")
    paper.close()
    return paper.data()

"""Paper 4, a Word document: the administrative information, with an access plan and a landscape page of deadlines."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from . import house
from .versions import Version
from .word import Paper

_TITLE = "Informations administratives pour les réunions intersessions et la réunion préparatoire"

_DEADLINES = (
    ("6 mai 2024", "Parrainage", "Dépôt de la demande de parrainage", "Délégations admissibles", "Formulaire en ligne"),
    ("17 mai 2024", "Visa", "Dépôt de la demande de visa auprès de la représentation compétente", "Participants", "—"),
    (
        "31 mai 2024",
        "Événement parallèle",
        "Envoi du formulaire de demande de salle joint à l'invitation",
        "Organisateurs",
        house.EMAIL,
    ),
    (
        "7 juin 2024",
        "Inscription",
        "Inscription de chaque membre de la délégation, accompagnée d'une note verbale ou d'une lettre",
        "Missions permanentes, organisations",
        "Formulaire en ligne",
    ),
    ("10 juin 2024", "Liste des orateurs", "Inscription sur la liste, point par point", "Délégations", house.EMAIL),
    (
        "12 juin 2024",
        "Accessibilité",
        "Demande d'aménagement (langue des signes, accès, documents adaptés)",
        "Participants",
        house.EMAIL,
    ),
    ("14 juin 2024", "Interventions", "Envoi des textes pour les interprètes", "Orateurs", house.EMAIL),
    ("17 juin 2024", "Badges", "Retrait anticipé des badges, de 14 heures à 17 heures", "Participants", "Entrée, OMM"),
    ("28 juin 2024", "Suites", "Envoi des textes définitifs pour mise en ligne", "Orateurs", house.EMAIL),
)


def _plan(version: Version) -> bytes:
    """The way from the entrance to the room, four boxes and three arrows, as a PNG of 1600 by 330 pixels."""
    image = Image.new("RGB", (1600, 330), "white")
    draw = ImageDraw.Draw(image)
    bold = ImageFont.truetype(house.font_file("Carlito", "Bold"), 38)
    plain = ImageFont.truetype(house.font_file("Carlito"), 32)
    boxes = (
        ("1. Entrée", "Avenue de la Paix", "rez-de-chaussée"),
        ("2. Contrôle", "pièce d'identité", "sacs et manteaux"),
        ("3. Badges", "lettre d'inscription", "à portée de main"),
        ("4. Salle", "premier étage", "escalier, ascenseur"),
    )
    width, gap = 325, 100
    for number, (name, *lines) in enumerate(boxes):
        left = number * (width + gap)
        draw.rounded_rectangle(
            (left + 2, 42, left + width - 4, 290), 14, fill="#" + house.PALE, outline="#" + house.BLUE, width=4
        )
        centre = left + width // 2
        draw.text((centre, 105), version.say(name), "#" + house.BLUE, bold, anchor="mm")
        for below, line in enumerate(lines):
            draw.text((centre, 175 + 48 * below), version.say(line), "#" + house.GREY, plain, anchor="mm")
        if number:
            draw.line((left - gap + 14, 166, left - 34, 166), "#" + house.BLUE, 8)
            draw.polygon(((left - 40, 146), (left - 40, 186), (left - 10, 166)), fill="#" + house.BLUE)
    target = io.BytesIO()
    image.quantize(32).save(target, "PNG", optimize=True)
    return target.getvalue()


def administrative(version: Version) -> bytes:
    """The paper, as a ``.docx``."""
    paper = Paper(
        version,
        title=_TITLE,
        head=(house.CONVENTION, "Réunions intersessions et Première réunion préparatoire, 18-20 juin 2024"),
        foot="Informations administratives",
    )
    mail = f"[{house.EMAIL}](mailto:{house.EMAIL})"
    site = f"[{house.SITE}](https://{house.SITE})"
    paper.paragraph("Informations administratives", "Title")
    paper.paragraph("Réunions intersessions et Première réunion préparatoire", "Subtitle")

    paper.heading("Dates et lieu")
    paper.table(
        (45, 75, 40),
        (
            (house.INTERSESSIONAL, "du mardi 18 juin au jeudi 20 juin 2024", "à partir de 10 heures"),
            (house.PREPARATORY, "jeudi 20 juin 2024", "de 15 heures à 18 heures"),
        ),
        head=("Réunion", "Date", "Horaire"),
        keep=True,
    )
    paper.paragraph(
        f"Les deux réunions se tiennent au même endroit : **{house.VENUE}**, {house.ADDRESS}. L'arrêt de tramway et "
        "d'autobus le plus proche est à quelques minutes à pied ; le stationnement aux abords est très limité."
    )

    paper.heading("Inscription")
    paper.paragraph(
        "L'inscription est obligatoire et vaut pour les deux réunions. En raison de la capacité limitée du lieu de la "
        "conférence, les délégations sont priées de se limiter à **trois personnes au plus**. Elle se fait en trois "
        "temps :",
        keep=True,
    )
    paper.items(
        (
            "la mission permanente ou l'organisation adresse à l'Unité d'appui une note verbale ou une lettre qui "
            "donne la composition de la délégation ;",
            "chaque participant remplit le formulaire en ligne, avec une photographie récente ;",
            "l'Unité d'appui confirme l'inscription par courriel ; cette confirmation est à présenter à l'entrée.",
        ),
        "List Number",
    )
    paper.paragraph(
        f"Le formulaire se trouve sur la page des réunions, à l'adresse {site}. Toute question sur l'inscription est à "
        f"envoyer à {mail}."
    )

    paper.heading("Composition des délégations")
    paper.paragraph(
        "Le Président encourage tous les États parties et les autres parties prenantes à veiller à une participation "
        "totale, égale et équilibrée des femmes et des hommes lors de la composition de leur délégation. La présence "
        "de survivants et de spécialistes de l'assistance aux victimes est vivement souhaitée."
    )

    paper.heading("Entrée, badges et sécurité")
    paper.paragraph(
        "Les badges sont remis à l'entrée, sur présentation d'une pièce d'identité avec photographie et de la "
        "confirmation d'inscription. Ils se portent de manière visible pendant toute la durée des réunions. Le chemin "
        "de l'entrée à la salle est le suivant :",
        keep=True,
    )
    paper.picture(
        _plan(version),
        width_mm=160,
        alternative="Schéma du parcours en quatre étapes : entrée par l'avenue de la Paix, contrôle de sécurité, "
        "remise des badges, salle de conférence au premier étage par l'escalier ou l'ascenseur.",
    )
    paper.table(
        (60, 50, 50),
        (
            ("Lundi 17 juin", "14 h 00", "17 h 00"),
            ("Mardi 18 juin", "8 h 30", "18 h 00"),
            ("Mercredi 19 juin", "9 h 00", "18 h 00"),
            ("Jeudi 20 juin", "9 h 00", "16 h 00"),
        ),
        head=("Remise des badges", "Ouverture", "Fermeture"),
        keep=True,
    )

    paper.heading("Visas")
    paper.paragraph(
        "Les participants qui ont besoin d'un visa s'adressent sans tarder à la représentation suisse compétente pour "
        "leur lieu de résidence. L'Unité d'appui établit, sur demande et après l'inscription, une attestation de "
        "participation ; elle n'intervient pas dans la procédure."
    )

    paper.heading("Parrainage")
    paper.paragraph(
        "Le programme de parrainage peut prendre en charge le voyage et le séjour de représentants d'États qui ne "
        "pourraient autrement participer. La demande est présentée par les autorités nationales, au nom d'une personne "
        "qui prendra part aux travaux sur les questions de fond. Les pièces à joindre sont :",
        keep=True,
    )
    paper.items(
        (
            "la lettre de désignation, signée par l'autorité compétente ;",
            "une copie du passeport, valable six mois au moins après le retour ;",
            "une note d'une page sur la contribution attendue aux travaux.",
        )
    )

    paper.heading("Langues et documents")
    paper.paragraph(
        "L'interprétation simultanée est assurée en anglais, en espagnol et en français. Les réunions se tiennent sans "
        "papier : les documents sont mis en ligne avant l'ouverture et ne sont pas distribués dans la salle."
    )
    paper.table(
        (80, 40, 40),
        (
            ("Programme et ordre du jour", "en, es, fr", "avec l'invitation"),
            ("Documents de fond", "en", "deux semaines avant"),
            ("Textes des interventions", "langue de l'orateur", "au fil des séances"),
        ),
        head=("Document", "Langue", "Mise en ligne"),
        keep=True,
    )

    paper.heading("Connexion et impression")
    paper.paragraph(
        "Un réseau sans fil est ouvert aux participants dans tout le bâtiment ; le code figure au dos du badge. "
        "Des prises de courant se trouvent sous chaque table. Un poste d'impression est à la disposition des "
        "délégations à l'entrée de la salle, pour de petits tirages."
    )

    paper.heading("Hébergement et transports")
    paper.paragraph(
        "Les participants réservent eux-mêmes leur logement. La demande étant forte en juin, il est conseillé de s'y "
        "prendre dès réception de la présente. De nombreux hôtels de Genève remettent à leurs clients une carte de "
        "transport valable pendant la durée du séjour."
    )

    paper.heading("Accessibilité")
    paper.paragraph(
        "Le bâtiment, la salle et les sanitaires sont accessibles en fauteuil roulant. Une boucle magnétique et des "
        "places réservées sont disponibles. Les demandes particulières sont traitées en toute confidentialité."
    )

    paper.heading("Événements parallèles")
    paper.paragraph(
        "Des salles sont mises à disposition entre 13 heures et 15 heures, dans la limite des places. La demande se "
        "fait au moyen du formulaire joint à l'invitation ; les frais de restauration sont à la charge de "
        "l'organisateur."
    )

    paper.heading("Photographies et protection des données")
    paper.paragraph(
        "Des photographies sont prises pendant les séances et peuvent être publiées sur le site de la Convention. Les "
        "participants qui ne souhaitent pas y figurer le signalent au bureau des badges. Les données recueillies lors "
        "de l'inscription servent uniquement à l'organisation des réunions ; elles sont effacées six mois plus tard."
    )

    paper.heading("Restauration")
    paper.paragraph(
        "Une cafétéria est ouverte au rez-de-chaussée de 8 heures à 16 heures. L'eau est servie dans des carafes ; les "
        "participants sont invités à apporter une gourde."
    )

    paper.heading("Pour tout renseignement")
    paper.table(
        (45, 115),
        (
            ("Service", f"{house.UNIT}"),
            ("Adresse", "Chemin Eugène Rigot 2C, P.O. Box 1300, 1211 Genève 1, Suisse"),
            ("Téléphone", "+ 41 (0)22 730 93 11"),
            ("Courriel", mail),
            ("Site", site),
        ),
        keep=True,
    )

    paper.landscape()
    paper.heading("Annexe : calendrier récapitulatif des échéances")
    paper.table(
        (28, 37, 86, 44, 52),
        _DEADLINES,
        head=("Échéance", "Objet", "Ce qu'il faut faire", "Qui", "Où"),
    )
    paper.close()
    return paper.data()

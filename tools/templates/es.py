"""The Spanish words: a translation of the sample's letter, and the plain templates."""

from __future__ import annotations

from tools.templates.language import Face, Language, Letter, NoteVerbale, Script

SCRIPT = Script("es-ES", serif=Face("Cambria"), sans=Face("Calibri"))

LANGUAGE = Language(
    tag="es",
    name="Spanish",
    script=SCRIPT,
    siem_reap=Letter(
        subject="Asunto: {{ subject }}",
        opening=(
            "Tengo el gran placer de dirigirme a ustedes en mi calidad de Presidente de la {{ names.conference }} de "
            "los Estados partes (5RC) en la {{ names.convention_full }} para invitarles a participar en:"
        ),
        body=(
            "En este importante año, en el que se celebra el {{ numbers.anniversary.ordinal }} aniversario de la "
            "entrada en vigor de la Convención y se prepara la {{ names.conference }}, la {{ names.summit }}, las "
            "reuniones entre períodos de sesiones brindarán a los Estados partes y a las demás partes interesadas la "
            "oportunidad de presentar información actualizada u opiniones sobre los progresos realizados en la "
            "aplicación y los retos pendientes. Nos darán también la oportunidad de examinar cuestiones importantes "
            "relacionadas con nuestros esfuerzos colectivos por asegurar el éxito de la {{ names.conference }}.",
            "En la tarde del {{ event.preparatory.first_day }}, en el mismo lugar, acogeré la "
            "**{{ event.preparatory.title }} de la {{ names.conference }}**. La {{ event.preparatory.title }} ofrecerá "
            "a los Estados partes y a las demás partes interesadas la ocasión de entablar debates sustantivos sobre el "
            "{{ names.plan }} y otros documentos pertinentes.",
            "Se adjunta información administrativa, en particular sobre los procedimientos de inscripción en las "
            "reuniones entre períodos de sesiones y en la {{ event.preparatory.title }}. Debido a la capacidad "
            "limitada del lugar de celebración, se ruega a las delegaciones que limiten su tamaño a un máximo de "
            "{{ numbers.delegation_limit.words_feminine }} personas.",
            "Por último, como Presidente, me comprometo a adoptar un enfoque inclusivo en todos los aspectos de "
            "nuestra labor y a asegurar la participación plena, igualitaria y equilibrada de hombres y mujeres en las "
            "reuniones de la Convención. Por consiguiente, quisiera aprovechar esta oportunidad para alentar a todos "
            "los Estados partes y a las demás partes interesadas a que tengan presente este aspecto al componer sus "
            "delegaciones y preparar sus intervenciones.",
            "Cuento con su compromiso constante en el período previo a las reuniones entre períodos de sesiones y "
            "espero con interés verles en persona en junio.",
        ),
    ),
    siem_reap_note="A sample: a translation of the letter of 22 April 2024; awaits review by a native speaker.",
    invitation=Letter(
        subject="Asunto: {{ subject }}",
        opening="Tengo el honor de invitarles a participar en:",
        body=(
            "Se adjuntan los documentos de la reunión. Les agradecería que tuvieran a bien transmitirlos a los "
            "miembros de su delegación.",
            "A la espera de darles la bienvenida, les ruego que acepten las seguridades de mi más alta consideración.",
        ),
    ),
    note=NoteVerbale(
        title="Nota verbal",
        opening=("{{ sender }} saluda atentamente {{ to }} y tiene el honor de invitarles a participar en:"),
        enclosed=(
            "Se adjuntan a la presente nota los documentos de la reunión. {{ sender }} agradecería que se "
            "transmitieran a los miembros de las delegaciones."
        ),
    ),
    enclosures="Documentos adjuntos:",
    colon=":",
    index="Lista de documentos adjuntos",
    columns=("N.º", "Documento", "Páginas", "En la página"),
    enclosure="Documento adjunto",
)

"""The English words: a translation of the sample's letter, and the plain templates."""

from __future__ import annotations

from tools.templates.language import Face, Language, Letter, NoteVerbale, Script

SCRIPT = Script("en-GB", serif=Face("Cambria"), sans=Face("Calibri"))

LANGUAGE = Language(
    tag="en",
    name="English",
    script=SCRIPT,
    siem_reap=Letter(
        subject="Re: {{ subject }}",
        opening=(
            "It is my great pleasure to write to you in my capacity as President of the {{ names.conference }} of the "
            "States Parties (5RC) to the {{ names.convention_full }} to invite you to participate in:"
        ),
        body=(
            "In this important year, in which we celebrate the {{ numbers.anniversary.ordinal }} anniversary of the "
            "entry into force of the Convention and prepare for the {{ names.conference }}, the {{ names.summit }}, "
            "the intersessional meetings will give States Parties and other stakeholders the opportunity to present "
            "updates or views on the progress made in implementation and on the challenges that remain. They will "
            "also give us the opportunity to discuss important matters related to our collective efforts to ensure "
            "the success of the {{ names.conference }}.",
            "On the afternoon of {{ event.preparatory.first_day }}, at the same venue, I will host the "
            "**{{ event.preparatory.title }} of the {{ names.conference }}**. The {{ event.preparatory.title }} will "
            "be an opportunity for States Parties and other stakeholders to engage in substantive discussions on the "
            "{{ names.plan }} and other relevant documents.",
            "Please find enclosed administrative information, including on the procedures for registration for the "
            "intersessional meetings and the {{ event.preparatory.title }}. Owing to the limited capacity of the "
            "conference venue, delegations are requested to limit their size to a maximum of "
            "{{ numbers.delegation_limit.words }} persons.",
            "Finally, as President, I am committed to taking an inclusive approach to all aspects of our work and to "
            "ensuring the full, equal and balanced participation of men and women in the meetings of the Convention. "
            "I would therefore like to take this opportunity to encourage all States Parties and other stakeholders "
            "to bear this in mind when composing their delegations and preparing their statements.",
            "I count on your continued engagement in the period leading up to the intersessional meetings and look "
            "forward to seeing you in person in June.",
        ),
    ),
    siem_reap_note="A sample: a translation of the letter of 22 April 2024; awaits review by a native speaker.",
    invitation=Letter(
        subject="Subject: {{ subject }}",
        opening="I have the honour to invite you to participate in:",
        body=(
            "Please find enclosed the documents for the meeting. I should be grateful if you would transmit them to "
            "the members of your delegation.",
            "I look forward to welcoming you. Please accept the assurances of my highest consideration.",
        ),
    ),
    note=NoteVerbale(
        title="Note verbale",
        opening=("{{ sender }} presents its compliments {{ to }} and has the honour to invite them to participate in:"),
        enclosed=(
            "The documents for the meeting are enclosed with the present note. {{ sender }} would be grateful if they "
            "could be transmitted to the members of the delegations."
        ),
    ),
    enclosures="Enclosures:",
    colon=":",
    index="List of enclosures",
    columns=("No.", "Document", "Pages", "On page"),
    enclosure="Enclosure",
)

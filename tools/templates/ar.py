"""The Arabic words: a translation of the sample's letter, and the plain templates.

The preposition of one letter that contracts with the article is not put before a placeholder; there the name is
written out.
"""

from __future__ import annotations

from tools.templates.language import Face, Language, Letter, NoteVerbale, Script

SCRIPT = Script(
    "ar",
    serif=Face("Cambria", complex="Amiri"),
    sans=Face("Calibri", complex="Amiri"),
    line_spacing=0.87,
    right_to_left=True,
    complex_scale=12.5 / 11,
)

LANGUAGE = Language(
    tag="ar",
    name="Arabic",
    script=SCRIPT,
    siem_reap=Letter(
        subject="الموضوع: {{ subject }}",
        opening=(
            "يسرني بالغ السرور أن أكتب إليكم بصفتي رئيس {{ names.conference }} للدول الأطراف (5RC) في "
            "{{ names.convention_full }} لأدعوكم إلى المشاركة\u00a0في:"
        ),
        body=(
            "في هذه السنة المهمة التي نحتفل فيها بمرور {{ numbers.anniversary.figures }} عاماً على بدء نفاذ الاتفاقية "
            "ونستعد فيها لعقد {{ names.conference }}، {{ names.summit }}، ستتيح اجتماعات ما بين الدورات للدول الأطراف "
            "وسائر الجهات صاحبة المصلحة فرصة لتقديم معلومات محدَّثة أو عرض آرائها بشأن التقدم المحرز في التنفيذ "
            "والتحديات التي لا تزال قائمة. وستتيح لنا أيضاً فرصة لمناقشة مسائل مهمة تتصل بجهودنا الجماعية الرامية إلى "
            "ضمان نجاح {{ names.conference }}.",
            "وبعد ظهر يوم {{ event.preparatory.first_day }}، سأستضيف في المكان نفسه "
            "**{{ event.preparatory.title }} للمؤتمر الاستعراضي الخامس**. وسيكون {{ event.preparatory.title }} فرصة "
            "للدول الأطراف وسائر الجهات صاحبة المصلحة لإجراء مناقشات موضوعية بشأن {{ names.plan }} وغيرها من الوثائق "
            "ذات الصلة.",
            "وتجدون طيّه معلومات إدارية تشمل إجراءات التسجيل لحضور اجتماعات ما بين الدورات و"
            "{{ event.preparatory.title }}. ونظراً إلى محدودية سعة مكان انعقاد المؤتمر، يُرجى من الوفود ألا يزيد عدد "
            "أعضاء كل وفد على {{ numbers.delegation_limit.words }} أشخاص.",
            "وختاماً، فإنني ألتزم، بصفتي الرئيس، باتباع نهج شامل للجميع في جميع جوانب عملنا وبضمان مشاركة الرجال "
            "والنساء مشاركة كاملة ومتساوية ومتوازنة في اجتماعات الاتفاقية. ولذلك أود أن أغتنم هذه الفرصة لأشجع جميع "
            "الدول الأطراف وسائر الجهات صاحبة المصلحة على مراعاة هذا الجانب عند تشكيل وفودها وإعداد بياناتها.",
            "وإنني أعوّل على استمرار مشاركتكم في الفترة السابقة لاجتماعات ما بين الدورات، وأتطلع إلى لقائكم شخصياً في "
            "حزيران/يونيه.",
        ),
    ),
    siem_reap_note="A sample: a translation of the letter of 22 April 2024; awaits review by a native speaker.",
    invitation=Letter(
        subject="الموضوع: {{ subject }}",
        opening="يشرفني أن أدعوكم إلى المشاركة\u00a0في:",
        body=(
            "وتجدون طيّه وثائق الاجتماع. وأرجو التفضل بإحالتها إلى أعضاء وفدكم.",
            "وفي انتظار استقبالكم، أرجو أن تتفضلوا بقبول فائق التقدير والاحترام.",
        ),
    ),
    note=NoteVerbale(
        title="مذكرة شفوية",
        opening=("تهدي {{ sender }} تحياتها {{ to }}، ويشرفها أن تدعوها إلى المشاركة\u00a0في:"),
        enclosed="وترد وثائق الاجتماع مرفقة بهذه المذكرة. وترجو {{ sender }} التفضل بإحالتها إلى أعضاء الوفود.",
    ),
    enclosures="المرفقات:",
    colon=":",
    index="قائمة المرفقات",
    columns=("الرقم", "الوثيقة", "صفحات", "في الصفحة"),
    enclosure="مرفق",
)

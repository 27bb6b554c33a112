"""The Chinese words: a translation of the sample's letter, and the plain templates."""

from __future__ import annotations

from tools.templates.language import Face, Language, Letter, NoteVerbale, Script

SCRIPT = Script(
    "zh-CN",
    serif=Face("Cambria", asian="Noto Serif CJK SC"),
    sans=Face("Calibri", asian="Noto Sans CJK SC"),
    line_spacing=1.0,
    indent_ems=2,
    justified=True,
)

LANGUAGE = Language(
    tag="zh",
    name="Chinese",
    script=SCRIPT,
    siem_reap=Letter(
        subject="事由：{{ subject }}",
        opening=(
            "我非常高兴地以{{ names.convention_full }}缔约国{{ names.conference }}（5RC）主席的身份致函诸位，"
            "邀请诸位参加："
        ),
        body=(
            "今年是重要的一年，我们既要庆祝《公约》生效{{ numbers.anniversary.figures }}周年，又要筹备"
            "{{ names.conference }}，即{{ names.summit }}。闭会期间会议将使缔约国和其他利益攸关方有机会就执行工作取得的"
            "进展和仍待应对的挑战通报最新情况或发表意见。会议还将使我们有机会讨论与我们为确保{{ names.conference }}取得"
            "成功而作出的集体努力有关的重要问题。",
            "{{ event.preparatory.first_day }}下午，我将在同一地点主持召开**{{ names.conference }}"
            "{{ event.preparatory.title }}**。{{ event.preparatory.title }}将使缔约国和其他利益攸关方有机会就"
            "{{ names.plan }}和其他相关文件展开实质性讨论。",
            "随函附上行政事项资料，包括闭会期间会议和{{ event.preparatory.title }}的登记办法。由于会场容量有限，"
            "请各代表团将人数限制在{{ numbers.delegation_limit.figures }}人以内。",
            "最后，作为主席，我承诺在各方面工作中采取包容的做法，确保男女充分、平等、均衡地参加《公约》的会议。因此，我愿"
            "借此机会鼓励所有缔约国和其他利益攸关方在组成代表团和准备发言时考虑到这一点。",
            "我期待诸位在闭会期间会议召开之前继续积极参与，并期待6月与诸位见面。",
        ),
    ),
    siem_reap_note="A sample: a translation of the letter of 22 April 2024; awaits review by a native speaker.",
    invitation=Letter(
        subject="事由：{{ subject }}",
        opening="我谨邀请诸位参加：",
        body=(
            "随函附上会议文件。请将文件转交贵代表团成员为荷。",
            "期待诸位莅临，并顺致最崇高的敬意。",
        ),
    ),
    note=NoteVerbale(
        title="普通照会",
        opening="{{ sender }}向{{ to }}致意，并谨邀请参加：",
        enclosed="会议文件随本照会附上。请将文件转交代表团成员为荷。",
    ),
    enclosures="附件：",
    colon="：",
    index="附件目录",
    columns=("编号", "文件", "页数", "所在页"),
    enclosure="附件",
)

"""The sample site's own sentences, in both languages."""

from typing import Any

LEAD = {
    "ko": "배터리 셀 제조 현장의 일을 직접 해 보며 배우고, 확인할 수 있는 수료증을 받습니다.",
    "en": "Learn the work of a battery cell line by doing it, and earn a certificate that anyone can verify.",
}

ABOUT = {
    "ko": (
        "과정 운영 안내",
        [
            "이 아카데미는 오창과학산업단지 이차전지 특화단지의 인력양성 사업을 본보기로 만든 체험용 자료입니다.",
            "재직자와 예비취업자가 8주 동안 이론, 자동화, 실습을 차례로 배웁니다. 훈련시간은 모두 320시간입니다.",
            "나오는 사람은 모두 지어낸 인물입니다. 기관 이름은 특화단지 추진단 출범 때 언론에 보도된 참여 기관입니다.",
        ],
    ),
    "en": (
        "About the program",
        [
            "This academy is a demonstration modeled on the training program of the secondary-battery complex at Ochang.",
            "Employed people and job seekers learn theory, automation and practice in turn over eight weeks, 320 hours.",
            "All people are invented. Organizations are those that the press named when the promotion group was formed.",
        ],
    ),
}

HELP = {
    "ko": (
        "도움말",
        [
            "신청: 과정 화면에서 모집 중인 기수를 고르고 신청하기를 눌러 주세요. 정원이 차면 대기 순번을 받습니다.",
            "출석: 강의실 화면의 QR을 휴대전화 카메라로 찍고 입실하기를 눌러 주세요. 나갈 때 퇴실도 찍어 주세요.",
            "수료증: 수료가 확정되고 발급되면 나의 학습 화면에서 내려받을 수 있습니다.",
            "문의: 043-000-0000, help@ochang.example (평일 09:00~18:00)",
        ],
    ),
    "en": (
        "Help",
        [
            "Applying: choose an open cohort on the course page and press Apply. When seats are taken you get a place in "
            "the queue.",
            "Attendance: scan the QR on the classroom screen with your phone and press Check in. Check out when you leave.",
            "Certificate: once completion is confirmed and the certificate issued, download it from your desk.",
            "Contact: +82-43-000-0000, help@ochang.example (weekdays 09:00-18:00 KST)",
        ],
    ),
}

PRIVACY = {
    "ko": (
        "개인정보 처리방침",
        [
            "체험용 방침입니다. 실제 운영 전에 운영 기관의 방침으로 바꾸어야 합니다.",
            "처리 목적: 훈련생 모집과 선발, 훈련 운영과 출결 관리, 수료 판정, 수료증 발급과 진위 확인.",
            "처리 항목: 이름, 생년월일, 전자우편 주소, 전화번호(선택), 출결·학습·평가 기록. 주민등록번호는 받지 않습니다.",
            "보유 기간: 훈련 기록은 종료 후 5년(국민내일배움카드 운영규정 제58조), 그 밖의 정보는 목적을 이룬 뒤 지체 없이 파기합니다.",
            "권리: 누구든지 자기 정보의 열람, 정정, 처리정지, 동의 철회를 요구할 수 있으며 10일 안에 답을 받습니다.",
            "개인정보 보호책임자: 훈련사업단 운영팀장, help@ochang.example",
        ],
    ),
    "en": (
        "Privacy policy",
        [
            "This is a policy for demonstration. The operating institution replaces it before real use.",
            "Purposes: recruiting and selecting trainees, running the training and attendance, deciding completion, issuing "
            "and verifying certificates.",
            "Items: name, date of birth, e-mail address, phone (optional), records of attendance, study and assessment. No "
            "resident registration number is collected.",
            "Retention: training records for 5 years after the end (Operating rules of the national learning card, article "
            "58); everything else is destroyed once its purpose is met.",
            "Rights: everyone may ask to see, correct, suspend or withdraw, and is answered within 10 days.",
            "Privacy officer: head of operations of the training program, help@ochang.example",
        ],
    ),
}

NOTICES: dict[str, tuple[str, list[Any]]] = {"ko": ("공지", []), "en": ("Notices", [])}

NOTICE_LIST = {
    "cohort-3": {
        "ko": (
            "3기 훈련생을 모집합니다",
            ["과정 화면에서 남은 자리와 마감을 확인하고 신청해 주세요. 정원이 차면 대기 순번을 드립니다."],
        ),
        "en": (
            "Cohort 3 is open for applications",
            ["See the seats left and the deadline on the course page. When seats are taken you can join the queue."],
        ),
    },
    "check-out": {
        "ko": (
            "나갈 때 퇴실도 꼭 찍어 주세요",
            ["퇴실 기록이 없는 날은 결석이 됩니다. 잊었을 때에는 다음 날까지 운영팀에 정정을 신청해 주세요."],
        ),
        "en": (
            "Remember to check out",
            ["A day without check-out is an absence. If you forgot, ask the office for a correction by the next day."],
        ),
    },
    "certificates": {
        "ko": ("1기 수료증을 발급했습니다", ["나의 학습에서 내려받고, QR로 누구나 진위를 확인할 수 있습니다."]),
        "en": (
            "Certificates of cohort 1 are issued",
            ["Download yours from your desk. Anyone can verify it by its QR code."],
        ),
    },
}

PROCESS = {
    "ko": (
        "네 공정 묶음으로 배웁니다",
        [
            ("circle", "전극", "믹싱, 코팅·건조, 압연, 슬리팅으로 전극을 만듭니다."),
            ("square", "조립", "쌓고 용접하고 파우치에 담아 전해액을 넣습니다."),
            ("hexagon", "활성화", "화성, 디개싱, 에이징을 거쳐 셀을 깨웁니다."),
            ("diamond", "품질·안전", "드라이룸, 분석, 데이터, 화학·전기 안전을 익힙니다."),
        ],
    ),
    "en": (
        "Learned in four process blocks",
        [
            ("circle", "Electrode", "Make electrodes: mixing, coating and drying, calendering, slitting."),
            ("square", "Assembly", "Stack, weld, pack in a pouch and fill with electrolyte."),
            ("hexagon", "Activation", "Wake the cell: formation, degassing, aging."),
            ("diamond", "Quality and safety", "Dry room, analysis, data, chemical and electrical safety."),
        ],
    ),
}

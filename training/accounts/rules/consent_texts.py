"""The consent texts the platform ships with, by key and version.

Each names purpose, items, period, and the right to refuse with what follows (PIPA §15②); a text about giving data to
others names them too (PIPA §17②). A published version is never reworded: a change is a further version.
"""

from training.accounts.states import AskedAt, ConsentKey

TRAINING = {
    "asked_at": AskedAt.SIGN_UP,
    "required": True,
    "title_ko": "훈련을 위한 개인정보 수집·이용",
    "title_en": "Collection and use of your data for training",
    "purpose_ko": "가입자 확인, 훈련 신청과 선발, 출석·평가·수료 관리, 수료증 발급과 진위 확인, 훈련에 관한 연락",
    "purpose_en": (
        "To know who you are, handle applications and selection, keep attendance, assessment and completion, issue and "
        "verify certificates, and contact you about the training"
    ),
    "items_ko": (
        "필수: 이름, 생년월일, 이메일 주소, 비밀번호(되돌릴 수 없게 암호화). 선택: 로마자 이름, 전화번호. "
        "훈련 중 생기는 것: 신청·출석·평가·수료 기록. 주민등록번호는 받지 않습니다."
    ),
    "items_en": (
        "Required: name, date of birth, e-mail address, password (hashed). Optional: name in Latin letters, phone number. "
        "Arising in training: records of application, attendance, assessment and completion. We never take a resident "
        "registration number."
    ),
    "period_ko": (
        "계정을 닫을 때까지. 훈련에 참여한 기록은 국민내일배움카드 운영규정 제58조에 따라 훈련이 끝난 뒤 5년 동안 따로 보관하고 파기합니다."
    ),
    "period_en": (
        "Until you close the account. Records of training you took part in are kept apart for five years after it ends "
        "(국민내일배움카드 운영규정, art. 58), then destroyed."
    ),
    "refusal_ko": "동의하지 않을 수 있습니다. 다만 동의하지 않으면 가입과 훈련 신청을 할 수 없습니다.",
    "refusal_en": "You can refuse. Without this consent we cannot open an account or take an application.",
}

MARKETING = {
    "asked_at": AskedAt.SIGN_UP,
    "required": False,
    "title_ko": "새 과정과 행사 소식 받기",
    "title_en": "News about new courses and events",
    "purpose_ko": "새 훈련과정, 모집 일정, 행사 소식을 (광고) 표시와 함께 이메일로 보내기",
    "purpose_en": "To mail you news about new courses, dates and events, marked (광고), advertisement",
    "items_ko": "이름, 이메일 주소",
    "items_en": "Name, e-mail address",
    "period_ko": "동의를 거두거나 계정을 닫을 때까지",
    "period_en": "Until you take this consent back or close the account",
    "refusal_ko": "동의하지 않을 수 있고 언제든 거둘 수 있습니다. 동의하지 않아도 가입, 신청, 훈련에 불이익이 없습니다.",
    "refusal_en": "You can refuse, or take it back at any time. Neither affects your account, application or training.",
}

PROVISION = {
    "asked_at": AskedAt.APPLICATION,
    "required": True,
    "title_ko": "고용센터와 고용노동부에 개인정보 제공",
    "title_en": "Provision of your data to the employment center and the ministry",
    "purpose_ko": (
        "제공받는 자: 고용노동부, 관할 고용센터, 한국고용정보원. 목적: 훈련 대상 확인, 훈련비와 훈련장려금 지급, 출결 확인, 훈련 지도·감독"
    ),
    "purpose_en": (
        "Recipients: the Ministry of Employment and Labor, the employment center in charge, the Korea Employment "
        "Information Service. Purpose: to confirm eligibility, pay training costs and allowances, check attendance and "
        "supervise training"
    ),
    "items_ko": "이름, 생년월일, 전화번호, 이메일 주소, 훈련과정, 출결·평가·수료 기록",
    "items_en": "Name, date of birth, phone number, e-mail address, course, records of attendance, assessment and completion",
    "period_ko": "훈련이 끝난 뒤 5년",
    "period_en": "Five years after the training ends",
    "refusal_ko": (
        "동의하지 않을 수 있습니다. 다만 동의하지 않으면 국비로 지원되는 과정은 신청할 수 없습니다. 그 밖의 과정은 신청할 수 있습니다."
    ),
    "refusal_en": (
        "You can refuse. Without this consent you cannot apply for a publicly funded course; other courses stay open to you."
    ),
}

SPONSOR = {
    "asked_at": AskedAt.SPONSORSHIP,
    "required": False,
    "title_ko": "보내 준 회사에 훈련 진행 상황 제공",
    "title_en": "Showing your progress to the employer that sponsors you",
    "purpose_ko": "제공받는 자: 훈련을 보내 준 회사의 교육 담당자. 목적: 직원의 훈련 진행 확인",
    "purpose_en": "Recipient: the training manager of the employer that sponsors you. Purpose: to follow the training of its staff",
    "items_ko": "이름, 훈련과정, 진도, 출석 일수, 수료 여부. 결석 사유, 진단서, 점수는 제공하지 않습니다.",
    "items_en": (
        "Name, course, progress, days attended, completion. Reasons for absence, medical papers and scores are never shown."
    ),
    "period_ko": "동의를 거둘 때까지, 길어도 훈련이 끝난 뒤 1년까지",
    "period_en": "Until you take this consent back, at most one year after the training ends",
    "refusal_ko": "동의하지 않을 수 있고 언제든 거둘 수 있습니다. 동의하지 않아도 훈련과 수료에 불이익이 없습니다.",
    "refusal_en": "You can refuse, or take it back at any time. Neither affects your training or completion.",
}

SPONSOR_2 = SPONSOR | {  # names the state of the certificate, and what exactly is meant by progress and attendance
    "purpose_ko": (
        "제공받는 자: 나를 추천한 협약기업(화면에 이름을 적은 그 회사)의 교육 담당자. 목적: 추천한 직원의 훈련 진행 확인"
    ),
    "purpose_en": (
        "Recipient: the training manager of the one employer named on this page, which sponsors you. Purpose: to follow "
        "the training of its staff"
    ),
    "items_ko": (
        "이름, 훈련과정과 기수, 마친 강의 수, 출석한 날수와 출석률(주별 합계 포함), 수료 여부, 수료증 발급 상태. "
        "결석 사유, 진단서, 점수, 답안은 제공하지 않습니다."
    ),
    "items_en": (
        "Name, course and cohort, lessons finished, days attended and attendance rate (also week by week), completion, "
        "state of the certificate. Reasons for absence, medical papers, scores and answers are never shown."
    ),
}

INTRODUCTION = {
    "asked_at": AskedAt.EVENT,
    "required": False,
    "title_ko": "행사에서 만나고 싶은 상대에게 연락처 제공",
    "title_en": "Giving your contact to those you meet at an event",
    "purpose_ko": (
        "제공받는 자: 같은 행사에서 서로 만나기를 원한 상대 한 쪽(수료생에게는 기업 담당자, 기업 담당자에게는 수료생). "
        "목적: 채용 상담과 교류"
    ),
    "purpose_en": (
        "Recipient: the one other side at the same event with whom you both asked to meet (a company's manager, or a "
        "graduate). Purpose: talks about jobs, and exchange"
    ),
    "items_ko": (
        "명단에 나오는 것: 수료생은 이름 없이 수료한 과정과 직접 쓴 소개 한 줄, 기업은 기업 이름. "
        "서로 원했을 때 상대에게 가는 것: 이름, 이메일 주소. 한쪽만 원한 것은 아무에게도 보이지 않습니다."
    ),
    "items_en": (
        "On the list: for graduates the course completed and the line you wrote, without your name; for companies the "
        "company's name. To the other once both asked: name, e-mail address. What one side alone wishes is shown to nobody."
    ),
    "period_ko": "동의를 거둘 때까지, 길어도 행사가 끝난 뒤 1년까지",
    "period_en": "Until you take this consent back, at most one year after the event",
    "refusal_ko": "동의하지 않을 수 있고 언제든 거둘 수 있습니다. 동의하지 않아도 행사에 참여할 수 있습니다.",
    "refusal_en": "You can refuse, or take it back at any time. You can come to the event all the same.",
}

OUTCOME = {
    "asked_at": AskedAt.OUTCOME,
    "required": False,
    "title_ko": "수료 뒤 취업 현황의 수집·이용",
    "title_en": "Collection and use of what you do after the training",
    "purpose_ko": "수료 3개월·6개월 뒤 취업 현황 조사와 확인, 개인을 알아볼 수 없는 합계로 만드는 사업 보고서",
    "purpose_en": "To ask and check three and six months after the training, and to report sums in which nobody can be told",
    "items_ko": "취업·진학 여부, 회사나 학교 이름, 시작한 날",
    "items_en": "Whether you work or study, the name of the company or school, since when",
    "period_ko": "동의를 거둘 때까지, 길어도 훈련이 끝난 뒤 3년까지",
    "period_en": "Until you take this consent back, at most three years after the training ends",
    "refusal_ko": "동의하지 않을 수 있고 언제든 거둘 수 있으며, 거두면 바로 지웁니다. 수료와 수료증에 불이익이 없습니다.",
    "refusal_en": "You can refuse, or take it back at any time; it is erased at once. Neither affects your completion.",
}

SHIPPED: dict[tuple[str, int], dict[str, object]] = {
    (ConsentKey.TRAINING, 1): TRAINING,
    (ConsentKey.PROVISION, 1): PROVISION,
    (ConsentKey.SPONSOR, 1): SPONSOR,
    (ConsentKey.SPONSOR, 2): SPONSOR_2,
    (ConsentKey.MARKETING, 1): MARKETING,
    (ConsentKey.INTRODUCTION, 1): INTRODUCTION,
    (ConsentKey.OUTCOME, 1): OUTCOME,
}

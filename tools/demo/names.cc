#include "tools/demo/names.h"

namespace sillok::demo {
namespace {

constexpr const char* kSurnames[] = {"김", "김", "김", "김", "이", "이", "이", "박", "박", "최", "정", "강", "조", "윤",
                                     "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "류", "전", "홍", "고",
                                     "문", "양", "손", "배", "백", "허", "유", "남", "심", "노", "하", "곽"};
constexpr const char* kFirst[] = {"민", "서", "지", "하", "현", "준", "은", "수", "도", "예", "태", "정",
                                  "영", "성", "경", "재", "소", "승", "유", "선", "동", "혜", "상", "미"};
constexpr const char* kLastFemale[] = {"연", "은", "아", "희", "영", "진", "숙", "경", "린", "나", "윤", "주"};
constexpr const char* kLastMale[] = {"준", "호", "우", "민", "석", "훈", "철", "수", "환", "규", "섭", "진"};
constexpr const char* kSchools[] = {"가람대학교", "누리대학교", "다온대학교", "한빛대학교", "마루대학교", "새솔대학교"};

constexpr DivisionName kDivisions[] = {
    {"GA", "운영지원과", "General Affairs Division"},
    {"HR", "인사과", "Human Resources Division"},
    {"PL", "기획재정담당관", "Planning and Finance Division"},
    {"AU", "감사담당관", "Audit Division"},
    {"IN", "혁신행정담당관", "Innovation and Administration Division"},
    {"LE", "규제개혁법무담당관", "Regulatory Reform and Legal Affairs Division"},
    {"IT", "정보화담당관", "Information Technology Division"},
    {"PR", "홍보담당관", "Public Relations Division"},
    {"PO", "정책총괄과", "Policy Coordination Division"},
    {"CO", "협력과", "Cooperation Division"},
    {"IC", "국제협력과", "International Cooperation Division"},
    {"ST", "제도과", "Institutional Affairs Division"},
    {"SU", "지원과", "Support Division"},
    {"SA", "안전관리과", "Safety Management Division"},
    {"SV", "민원서비스과", "Civil Service Division"},
    {"DA", "데이터관리과", "Data Management Division"},
    {"RE", "조사과", "Research Division"},
    {"EV", "평가과", "Evaluation Division"},
    {"ED", "교육과", "Training Division"},
    {"FI", "재정관리과", "Financial Management Division"},
};
constexpr DivisionName kBureaus[] = {
    {"B-PLAN", "기획조정실", "Planning and Coordination Office"},
    {"B-POL", "정책국", "Policy Bureau"},
    {"B-SVC", "서비스국", "Service Bureau"},
    {"B-COOP", "협력국", "Cooperation Bureau"},
    {"B-INST", "제도국", "Institutional Affairs Bureau"},
};

template <std::size_t N>
UnitName numbered(const DivisionName (&list)[N], std::size_t index) {
  const DivisionName& name = list[index % N];
  const std::size_t round = index / N;
  if (round == 0) return {name.code, name.name_ko, name.name_en};
  const std::string number = std::to_string(round + 1);
  return {name.code + number, name.name_ko + (" 제" + number), name.name_en + (" " + number)};
}

}  // namespace

std::string person_name(Random& random, bool female) {
  std::string name = random.pick(kSurnames);
  name += random.pick(kFirst);
  name += female ? random.pick(kLastFemale) : random.pick(kLastMale);
  return name;
}

std::string school_name(Random& random) { return random.pick(kSchools); }
UnitName division_name(std::size_t index) { return numbered(kDivisions, index); }
UnitName bureau_name(std::size_t index) { return numbered(kBureaus, index); }

}  // namespace sillok::demo

// Contract §3's table of acts, row by row: which fields an act has, which of them it needs,
// and which values they take. The order of fields is the order of ids in schemas/act.fbs.
#include <iterator>

#include "ledger/event/kinds.h"

namespace sillok {
namespace {

using F = Field;

enum class Need : bool { kOptional, kRequired };
constexpr auto kOptional = Need::kOptional;
constexpr auto kRequired = Need::kRequired;

constexpr std::int64_t kPositionMax = INT64_MAX;
constexpr std::int64_t kTextMax = 2'000;
// Plans and contracts are documents of the program, not text fields of an order line; what
// doesn't fit the entry beside the rest is refused by its size.
constexpr std::int64_t kDocumentMax = 60'000;

constexpr FieldSpec spec(F field, FieldType type, Need need) {
  return {field, type, need == kRequired, false, false, 0, 0, {}};
}
constexpr FieldSpec ranged(F field, FieldType type, Need need, std::int64_t min, std::int64_t max) {
  return {field, type, need == kRequired, false, false, min, max, {}};
}
constexpr FieldSpec code(F field, Need need) { return spec(field, FieldType::kCode, need); }
constexpr FieldSpec date(F field, Need need) { return spec(field, FieldType::kDate, need); }
constexpr FieldSpec boolean(F field, Need need) { return spec(field, FieldType::kBoolean, need); }
constexpr FieldSpec codes(F field, Need need) { return spec(field, FieldType::kCodes, need); }
constexpr FieldSpec texts(F field, Need need) { return spec(field, FieldType::kTexts, need); }
constexpr FieldSpec text(F field, Need need) { return ranged(field, FieldType::kText, need, 1, kTextMax); }
constexpr FieldSpec text_or_empty(F field, Need need) { return ranged(field, FieldType::kText, need, 0, kTextMax); }
constexpr FieldSpec document(F field, Need need) { return ranged(field, FieldType::kText, need, 1, kDocumentMax); }
constexpr FieldSpec integer(F field, Need need, std::int64_t min, std::int64_t max) {
  return ranged(field, FieldType::kInteger, need, min, max);
}
constexpr FieldSpec decimal(F field, Need need, std::int64_t min, std::int64_t max) {
  return ranged(field, FieldType::kDecimal, need, min, max);
}
constexpr FieldSpec position(F field, Need need) { return integer(field, need, 0, kPositionMax); }
constexpr FieldSpec step(Need need) { return integer(F::kStep, need, 1, 99); }
constexpr FieldSpec choice(F field, Need need, std::string_view words) {
  return {field, FieldType::kChoice, need == kRequired, false, false, 0, 0, words};
}
// Grade and series are null where a class has none. 99 leaves room for every ladder of domain §1.
constexpr FieldSpec grade(Need need) {
  return {F::kGrade, FieldType::kInteger, need == kRequired, true, false, 0, 99, {}};
}
constexpr FieldSpec series(Need need) {
  return {F::kSeries, FieldType::kCode, need == kRequired, true, false, 0, 0, {}};
}
constexpr FieldSpec sealed(F field, Need need) {
  return {field, FieldType::kText, need == kRequired, false, true, 0, kTextMax, {}};
}

constexpr std::string_view kLeaveGrounds =  // domain §2.3
    "LV.SICK|LV.SICK_DUTY|LV.MILITARY|LV.DUTY|LV.MISSING|LV.UNION|LV.EMPLOY|LV.STUDY|LV.TRAIN|LV.CHILD|"
    "LV.FERTILITY|LV.FAMILY|LV.SPOUSE|LV.SELF";
constexpr std::string_view kMisconducts = "general|money|passive_administration|drunk_driving|sexual|bullying|other";
constexpr std::string_view kSanctions = "expulsion|removal|demotion|suspension|pay_cut|reprimand|warning";
constexpr std::string_view kUnitKinds = "ministry|agency|office|bureau|division";

constexpr FieldSpec kGenesis[] = {
    text(F::kOrigin, kRequired),
    boolean(F::kSandbox, kRequired),
    text(F::kSeed, kOptional),
    texts(F::kRoots, kRequired),
    text(F::kLedgerKey, kRequired),
    text(F::kNodeKey, kRequired),
    integer(F::kAcceptance, kRequired, 1, 1'000'000),
};
constexpr FieldSpec kHired[] = {
    choice(F::kRoute, kRequired, "open|career|rehire|fixed_term|political"),
    code(F::kClass, kRequired),
    grade(kRequired),
    series(kRequired),
    code(F::kUnit, kRequired),
    code(F::kPost, kOptional),
    step(kOptional),
    integer(F::kProbationMonths, kOptional, 0, 24),
    date(F::kUntil, kOptional),
    spec(F::kPriorCareer, FieldType::kCareers, kOptional),
};
constexpr FieldSpec kPromoted[] = {
    choice(F::kKind, kRequired, "ordinary|special|seniority"),
    grade(kRequired),
    series(kOptional),
    code(F::kUnit, kOptional),
    code(F::kPost, kOptional),
    choice(F::kGround, kOptional, "integrity|merit|proposal|retirement|death_on_duty|other"),
    position(F::kSameMeritAs, kOptional),
};
constexpr FieldSpec kSeriesChanged[] = {series(kRequired), grade(kOptional)};
constexpr FieldSpec kTransferred[] = {
    code(F::kUnit, kRequired),
    code(F::kPost, kOptional),
    text(F::kGround, kOptional),
};
constexpr FieldSpec kTransferredIn[] = {
    code(F::kUnit, kRequired),
    code(F::kPost, kOptional),
    text(F::kGround, kOptional),
};
constexpr FieldSpec kAssignedActing[] = {code(F::kUnit, kRequired), code(F::kPost, kRequired)};
constexpr FieldSpec kActingEnded[] = {code(F::kUnit, kRequired), code(F::kPost, kRequired)};
constexpr FieldSpec kConcurrentStarted[] = {
    code(F::kUnit, kRequired),
    code(F::kPost, kRequired),
    date(F::kUntil, kOptional),
};
constexpr FieldSpec kConcurrentEnded[] = {
    code(F::kUnit, kRequired),
    code(F::kPost, kRequired),
    date(F::kUntil, kOptional),
};
constexpr FieldSpec kSeconded[] = {
    text(F::kHost, kRequired),
    text(F::kGround, kRequired),
    date(F::kUntil, kRequired),
    boolean(F::kSeparateQuota, kOptional),
};
constexpr FieldSpec kSecondmentExtended[] = {date(F::kUntil, kRequired)};
constexpr FieldSpec kReturned[] = {code(F::kUnit, kOptional)};
constexpr FieldSpec kDemotedByConsent[] = {grade(kRequired)};
constexpr FieldSpec kLeaveStarted[] = {
    choice(F::kGround, kRequired, kLeaveGrounds),
    date(F::kUntil, kRequired),
    integer(F::kChild, kOptional, 1, 20),
};
constexpr FieldSpec kLeaveExtended[] = {date(F::kUntil, kRequired)};
constexpr FieldSpec kReinstated[] = {code(F::kUnit, kOptional), code(F::kPost, kOptional)};
constexpr FieldSpec kRemovedFromPosition[] = {
    choice(F::kGround, kRequired, "2|3|4|5|6"),
    text(F::kCase, kOptional),
};
constexpr FieldSpec kDismissed[] = {text(F::kGround, kRequired)};
constexpr FieldSpec kRetired[] = {choice(F::kKind, kRequired, "age|honorary|automatic")};
constexpr FieldSpec kAppointmentCancelled[] = {text(F::kGround, kRequired)};
constexpr FieldSpec kTermExtended[] = {date(F::kUntil, kRequired)};
constexpr FieldSpec kHoursChanged[] = {decimal(F::kHoursPerWeek, kRequired, 0, 168'000)};
constexpr FieldSpec kCreditGranted[] = {
    integer(F::kMonths, kRequired, 0, 600),
    integer(F::kPercent, kRequired, 0, 100),
    text(F::kGround, kRequired),
};
constexpr FieldSpec kStepFixed[] = {step(kRequired), integer(F::kRemainderMonths, kOptional, 0, 11)};
constexpr FieldSpec kStepRaised[] = {choice(F::kKind, kRequired, "regular|special"), step(kRequired)};
constexpr FieldSpec kStepRefixed[] = {
    step(kRequired),
    integer(F::kRemainderMonths, kRequired, 0, 11),
    text(F::kGround, kRequired),
};
constexpr FieldSpec kStepCorrected[] = {
    position(F::kTarget, kRequired),
    step(kRequired),
    integer(F::kRemainderMonths, kRequired, 0, 11),
};
constexpr FieldSpec kInvestigationOpened[] = {
    text(F::kCase, kRequired),
    choice(F::kKind, kRequired, "probe|indictment|audit"),
};
constexpr FieldSpec kInvestigationClosed[] = {
    text(F::kCase, kRequired),
    choice(F::kOutcome, kRequired, "cleared|acquitted|confirmed"),
};
constexpr FieldSpec kSanctionRequested[] = {
    text(F::kCase, kRequired),
    choice(F::kWeight, kRequired, "heavy|light"),
    choice(F::kMisconduct, kRequired, kMisconducts),
    date(F::kMisconductOn, kRequired),
    sealed(F::kFacts, kOptional),
};
constexpr FieldSpec kSanctioned[] = {
    text(F::kCase, kRequired),
    choice(F::kKind, kRequired, kSanctions),
    integer(F::kMonths, kOptional, 0, 600),
    choice(F::kMisconduct, kRequired, kMisconducts),
    date(F::kMisconductOn, kRequired),
    sealed(F::kFacts, kOptional),
};
constexpr FieldSpec kAppealed[] = {text(F::kCase, kRequired)};
constexpr FieldSpec kAppealDecided[] = {
    text(F::kCase, kRequired),
    choice(F::kOutcome, kRequired, "dismissed|rejected|cancelled|changed"),
    choice(F::kKind, kOptional, kSanctions),
    integer(F::kMonths, kOptional, 0, 600),
};
constexpr FieldSpec kExpunged[] = {
    text(F::kCase, kRequired),
    choice(F::kKind, kOptional, "sanction|removed_from_position"),
};
constexpr FieldSpec kAwarded[] = {
    choice(F::kKind, kRequired, "order|medal|president|pm|minister|model_official|proposal"),
    text(F::kName, kRequired),
    text(F::kGrantor, kRequired),
    text(F::kHalves, kOptional),
};
constexpr FieldSpec kAwardRevoked[] = {position(F::kTarget, kRequired)};
constexpr FieldSpec kTrained[] = {
    text(F::kCourse, kRequired),
    decimal(F::kHours, kRequired, 0, 10'000'000),
    text(F::kCategory, kOptional),
    decimal(F::kScore, kOptional, 0, 100'000'000),
};
constexpr FieldSpec kEducated[] = {
    text(F::kSchool, kRequired),
    text(F::kDegree, kRequired),
    text(F::kField, kRequired),
};
constexpr FieldSpec kQualified[] = {text(F::kLicence, kRequired), sealed(F::kNumber, kRequired)};
constexpr FieldSpec kEvaluated[] = {
    text(F::kPeriod, kRequired),
    text(F::kRating, kRequired),
    decimal(F::kScore, kOptional, 0, 100'000'000),
    sealed(F::kOpinion, kOptional),
};
constexpr FieldSpec kPersonsMerged[] = {code(F::kDuplicate, kRequired)};
constexpr FieldSpec kPersonsSplit[] = {position(F::kTarget, kRequired), code(F::kPerson, kRequired)};
constexpr FieldSpec kRectified[] = {
    position(F::kTarget, kRequired),
    date(F::kEffectiveOn, kOptional),
    spec(F::kData, FieldType::kPatch, kOptional),
    code(F::kPerson, kOptional),
};
constexpr FieldSpec kAnnulled[] = {position(F::kTarget, kRequired), text(F::kGround, kRequired)};
constexpr FieldSpec kReinstatedAct[] = {position(F::kTarget, kRequired)};
constexpr FieldSpec kUnitCreated[] = {
    code(F::kUnit, kRequired),
    text(F::kNameKo, kRequired),
    text_or_empty(F::kNameEn, kRequired),
    choice(F::kKind, kRequired, kUnitKinds),
    code(F::kParent, kOptional),
};
constexpr FieldSpec kUnitRenamed[] = {
    code(F::kUnit, kRequired),
    text(F::kNameKo, kRequired),
    text_or_empty(F::kNameEn, kRequired),
};
constexpr FieldSpec kUnitAbolished[] = {code(F::kUnit, kRequired)};
constexpr FieldSpec kUnitMerged[] = {codes(F::kFrom, kRequired), code(F::kTo, kRequired)};
constexpr FieldSpec kUnitSplit[] = {code(F::kFrom, kRequired), codes(F::kTo, kRequired)};
constexpr FieldSpec kFunctionMoved[] = {
    code(F::kFrom, kRequired),
    code(F::kTo, kRequired),
    text(F::kFunction, kRequired),
};
constexpr FieldSpec kPostEstablished[] = {
    code(F::kUnit, kRequired),
    code(F::kPost, kRequired),
    text(F::kTitle, kRequired),
    grade(kOptional),
};
constexpr FieldSpec kPostAbolished[] = {code(F::kPost, kRequired)};
constexpr FieldSpec kQuotaSet[] = {
    code(F::kUnit, kRequired),
    grade(kRequired),
    integer(F::kCount, kRequired, 0, 10'000'000),
};
constexpr FieldSpec kDeemedTransferred[] = {
    code(F::kPlan, kRequired),
    code(F::kFrom, kRequired),
    code(F::kTo, kRequired),
    code(F::kPost, kOptional),
};
constexpr FieldSpec kPolicyAdopted[] = {
    code(F::kTable, kRequired),
    date(F::kValidFrom, kRequired),
    choice(F::kAppliesBy, kRequired, "act|misconduct|disposition|leave_start|request"),
    texts(F::kRows, kRequired),
    text(F::kLegalReference, kRequired),
};
constexpr FieldSpec kKeyRegistered[] = {
    code(F::kOfficer, kRequired),
    choice(F::kKind, kRequired, "officer|node|ledger|root"),
    text(F::kPublicKey, kRequired),
    code(F::kKey, kRequired),
};
constexpr FieldSpec kKeyRevoked[] = {
    code(F::kKey, kOptional),
    position(F::kTarget, kOptional),
    text(F::kReason, kRequired),
};
constexpr FieldSpec kRoleGranted[] = {
    code(F::kOfficer, kRequired),   code(F::kRole, kRequired),    text(F::kScope, kRequired),
    date(F::kValidFrom, kOptional), date(F::kValidTo, kOptional),
};
constexpr FieldSpec kRoleRevoked[] = {position(F::kTarget, kRequired), text(F::kReason, kRequired)};
constexpr FieldSpec kCertificateIssued[] = {
    code(F::kCertificate, kRequired),
    choice(F::kKind, kRequired, "career|employment|pay_step|awards|discipline"),
    text(F::kClaimHash, kRequired),
};
constexpr FieldSpec kCertificateRevoked[] = {code(F::kCertificate, kRequired), text(F::kReason, kRequired)};
constexpr FieldSpec kPlanAdopted[] = {code(F::kPlan, kRequired), document(F::kDocument, kRequired)};
constexpr FieldSpec kContractAdopted[] = {code(F::kContract, kRequired), document(F::kDocument, kRequired)};
constexpr FieldSpec kContractRevoked[] = {
    code(F::kContract, kRequired),
    position(F::kTarget, kOptional),
    text(F::kReason, kOptional),
};
constexpr FieldSpec kDeliveryConfirmed[] = {
    text(F::kSubscriber, kRequired),
    position(F::kTarget, kRequired),
    code(F::kContract, kOptional),
};
constexpr FieldSpec kDataKeyDestroyed[] = {
    code(F::kPerson, kRequired),
    code(F::kKey, kOptional),
    text(F::kReason, kRequired),
};
constexpr FieldSpec kRootsChanged[] = {texts(F::kRoots, kRequired)};

constexpr KindSpec kKinds[] = {
    {Act::kUnknown, "unknown", Subject::kLedger, true, true, {}},
    {Act::kGenesis, "genesis", Subject::kLedger, true, false, kGenesis},
    {Act::kHired, "hired", Subject::kPerson, false, true, kHired},
    {Act::kRegularized, "regularized", Subject::kPerson, false, false, {}},
    {Act::kResigned, "resigned", Subject::kPerson, false, false, {}},
    {Act::kDied, "died", Subject::kPerson, false, false, {}},
    {Act::kPromoted, "promoted", Subject::kPerson, false, false, kPromoted},
    {Act::kSeriesChanged, "series_changed", Subject::kPerson, false, false, kSeriesChanged},
    {Act::kTransferred, "transferred", Subject::kPerson, false, false, kTransferred},
    {Act::kTransferredIn, "transferred_in", Subject::kPerson, false, true, kTransferredIn},
    {Act::kAssignedActing, "assigned_acting", Subject::kPerson, false, false, kAssignedActing},
    {Act::kActingEnded, "acting_ended", Subject::kPerson, false, false, kActingEnded},
    {Act::kConcurrentStarted, "concurrent_started", Subject::kPerson, false, false, kConcurrentStarted},
    {Act::kConcurrentEnded, "concurrent_ended", Subject::kPerson, false, false, kConcurrentEnded},
    {Act::kSeconded, "seconded", Subject::kPerson, false, false, kSeconded},
    {Act::kSecondmentExtended, "secondment_extended", Subject::kPerson, false, false, kSecondmentExtended},
    {Act::kReturned, "returned", Subject::kPerson, false, false, kReturned},
    {Act::kDemotedByConsent, "demoted_by_consent", Subject::kPerson, false, false, kDemotedByConsent},
    {Act::kLeaveStarted, "leave_started", Subject::kPerson, false, false, kLeaveStarted},
    {Act::kLeaveExtended, "leave_extended", Subject::kPerson, false, false, kLeaveExtended},
    {Act::kReinstated, "reinstated", Subject::kPerson, false, false, kReinstated},
    {Act::kRemovedFromPosition, "removed_from_position", Subject::kPerson, false, false, kRemovedFromPosition},
    {Act::kDismissed, "dismissed", Subject::kPerson, false, false, kDismissed},
    {Act::kRetired, "retired", Subject::kPerson, false, false, kRetired},
    {Act::kAppointmentCancelled, "appointment_cancelled", Subject::kPerson, false, false, kAppointmentCancelled},
    {Act::kTermExtended, "term_extended", Subject::kPerson, false, false, kTermExtended},
    {Act::kHoursChanged, "hours_changed", Subject::kPerson, false, false, kHoursChanged},
    {Act::kCreditGranted, "credit_granted", Subject::kPerson, false, false, kCreditGranted},
    {Act::kStepFixed, "step_fixed", Subject::kPerson, false, false, kStepFixed},
    {Act::kStepRaised, "step_raised", Subject::kPerson, false, false, kStepRaised},
    {Act::kStepRefixed, "step_refixed", Subject::kPerson, false, false, kStepRefixed},
    {Act::kStepCorrected, "step_corrected", Subject::kPerson, false, false, kStepCorrected},
    {Act::kInvestigationOpened, "investigation_opened", Subject::kPerson, false, false, kInvestigationOpened},
    {Act::kInvestigationClosed, "investigation_closed", Subject::kPerson, false, false, kInvestigationClosed},
    {Act::kSanctionRequested, "sanction_requested", Subject::kPerson, false, false, kSanctionRequested},
    {Act::kSanctioned, "sanctioned", Subject::kPerson, false, false, kSanctioned},
    {Act::kAppealed, "appealed", Subject::kPerson, false, false, kAppealed},
    {Act::kAppealDecided, "appeal_decided", Subject::kPerson, false, false, kAppealDecided},
    {Act::kExpunged, "expunged", Subject::kPerson, false, false, kExpunged},
    {Act::kAwarded, "awarded", Subject::kPerson, false, false, kAwarded},
    {Act::kAwardRevoked, "award_revoked", Subject::kPerson, false, false, kAwardRevoked},
    {Act::kTrained, "trained", Subject::kPerson, false, false, kTrained},
    {Act::kEducated, "educated", Subject::kPerson, false, false, kEducated},
    {Act::kQualified, "qualified", Subject::kPerson, false, false, kQualified},
    {Act::kEvaluated, "evaluated", Subject::kPerson, false, false, kEvaluated},
    {Act::kPersonalUpdated, "personal_updated", Subject::kPerson, false, true, {}},
    {Act::kPersonsMerged, "persons_merged", Subject::kPerson, false, false, kPersonsMerged},
    {Act::kPersonsSplit, "persons_split", Subject::kPerson, false, false, kPersonsSplit},
    {Act::kRectified, "rectified", Subject::kPerson, false, true, kRectified},
    {Act::kAnnulled, "annulled", Subject::kPerson, false, false, kAnnulled},
    {Act::kReinstatedAct, "reinstated_act", Subject::kPerson, false, false, kReinstatedAct},
    {Act::kUnitCreated, "unit_created", Subject::kUnit, false, false, kUnitCreated},
    {Act::kUnitRenamed, "unit_renamed", Subject::kUnit, false, false, kUnitRenamed},
    {Act::kUnitAbolished, "unit_abolished", Subject::kUnit, false, false, kUnitAbolished},
    {Act::kUnitMerged, "unit_merged", Subject::kUnit, false, false, kUnitMerged},
    {Act::kUnitSplit, "unit_split", Subject::kUnit, false, false, kUnitSplit},
    {Act::kFunctionMoved, "function_moved", Subject::kUnit, false, false, kFunctionMoved},
    {Act::kPostEstablished, "post_established", Subject::kUnit, false, false, kPostEstablished},
    {Act::kPostAbolished, "post_abolished", Subject::kUnit, false, false, kPostAbolished},
    {Act::kQuotaSet, "quota_set", Subject::kUnit, false, false, kQuotaSet},
    {Act::kDeemedTransferred, "deemed_transferred", Subject::kPerson, true, false, kDeemedTransferred},
    {Act::kPolicyAdopted, "policy_adopted", Subject::kLedger, false, false, kPolicyAdopted},
    {Act::kKeyRegistered, "key_registered", Subject::kLedger, true, false, kKeyRegistered},
    {Act::kKeyRevoked, "key_revoked", Subject::kLedger, true, false, kKeyRevoked},
    {Act::kRoleGranted, "role_granted", Subject::kLedger, true, false, kRoleGranted},
    {Act::kRoleRevoked, "role_revoked", Subject::kLedger, true, false, kRoleRevoked},
    {Act::kCertificateIssued, "certificate_issued", Subject::kPerson, true, false, kCertificateIssued},
    {Act::kCertificateRevoked, "certificate_revoked", Subject::kPerson, true, false, kCertificateRevoked},
    {Act::kPlanAdopted, "plan_adopted", Subject::kLedger, true, false, kPlanAdopted},
    {Act::kContractAdopted, "contract_adopted", Subject::kLedger, true, false, kContractAdopted},
    {Act::kContractRevoked, "contract_revoked", Subject::kLedger, true, false, kContractRevoked},
    {Act::kDeliveryConfirmed, "delivery_confirmed", Subject::kLedger, true, false, kDeliveryConfirmed},
    {Act::kDataKeyDestroyed, "data_key_destroyed", Subject::kPerson, true, false, kDataKeyDestroyed},
    {Act::kRootsChanged, "roots_changed", Subject::kLedger, true, false, kRootsChanged},
};

static_assert(std::size(kKinds) == kActCount);
constexpr bool in_order() {
  for (std::size_t i = 0; i < kActCount; ++i) {
    if (kKinds[i].act != static_cast<Act>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "kind_of() indexes by the number of the act");

}  // namespace

const KindSpec& kind_of(Act act) {
  const auto index = static_cast<std::size_t>(act);
  return kKinds[index < kActCount ? index : 0];
}

}  // namespace sillok

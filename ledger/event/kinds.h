#pragma once
// The vocabulary of acts (contract §3): each kind of act and each of its fields stands here
// once. The wire schema is schemas/act.fbs; tests/ledger/event/kinds_test.cc compares the two
// through reflection. Everything here is constant data, safe from any thread.
#include <cstdint>
#include <span>
#include <string_view>

namespace sillok {

// The number is the act's member in the FlatBuffers union `ActData`: add at the end, never
// reuse. kUnknown stands for an act written by a later release.
// clang-format off
enum class Act : std::uint8_t {
  kUnknown = 0,
  kGenesis, kHired, kRegularized, kResigned, kDied, kPromoted, kSeriesChanged, kTransferred, kTransferredIn,
  kAssignedActing, kActingEnded, kConcurrentStarted, kConcurrentEnded, kSeconded, kSecondmentExtended, kReturned,
  kDemotedByConsent, kLeaveStarted, kLeaveExtended, kReinstated, kRemovedFromPosition, kDismissed, kRetired,
  kAppointmentCancelled, kTermExtended, kHoursChanged, kCreditGranted, kStepFixed, kStepRaised, kStepRefixed,
  kStepCorrected, kInvestigationOpened, kInvestigationClosed, kSanctionRequested, kSanctioned, kAppealed,
  kAppealDecided, kExpunged, kAwarded, kAwardRevoked, kTrained, kEducated, kQualified, kEvaluated,
  kPersonalUpdated, kPersonsMerged, kPersonsSplit, kRectified, kAnnulled, kReinstatedAct,
  kUnitCreated, kUnitRenamed, kUnitAbolished, kUnitMerged, kUnitSplit, kFunctionMoved, kPostEstablished,
  kPostAbolished, kQuotaSet, kDeemedTransferred, kPolicyAdopted,
  kKeyRegistered, kKeyRevoked, kRoleGranted, kRoleRevoked, kCertificateIssued, kCertificateRevoked,
  kPlanAdopted, kContractAdopted, kContractRevoked, kDeliveryConfirmed, kDataKeyDestroyed,
  kRootsChanged,
};
// clang-format on
inline constexpr std::size_t kActCount = static_cast<std::size_t>(Act::kRootsChanged) + 1;

// Every field name of contract §3, once, whatever acts carry it. A field has one meaning and
// one type in all acts, but for kFrom/kTo of unit_merged and unit_split, which are lists there.
// clang-format off
enum class Field : std::uint8_t {
  kRoute, kClass, kGrade, kSeries, kUnit, kPost, kStep, kProbationMonths, kUntil, kPriorCareer,
  kKind, kGround, kSameMeritAs, kHost, kSeparateQuota, kChild, kCase, kHoursPerWeek, kMonths, kPercent,
  kRemainderMonths, kTarget, kOutcome, kWeight, kMisconduct, kMisconductOn, kFacts, kName, kGrantor, kHalves,
  kCourse, kHours, kCategory, kScore, kSchool, kDegree, kField, kLicence, kNumber, kPeriod, kRating, kOpinion,
  kDuplicate, kPerson, kEffectiveOn, kNameKo, kNameEn, kParent, kFrom, kTo, kFunction, kTitle, kCount, kPlan,
  kTable, kValidFrom, kAppliesBy, kRows, kLegalReference,
  // Written by the program itself.
  kOrigin, kSandbox, kSeed, kRoots, kLedgerKey, kNodeKey, kAcceptance, kOfficer, kPublicKey, kRole, kScope,
  kDocument, kReason, kSubscriber, kKey, kData, kValidTo, kCertificate, kClaimHash, kContract, kPersonalData,
};
// clang-format on
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kPersonalData) + 1;

enum class FieldType : std::uint8_t {
  kCode,     // an id of contract §2
  kText,     // ≤ 2,000 characters, NFC, no control or bidi characters
  kChoice,   // one of the words in `choices` ('|' between them)
  kDate,     // int32 days on the wire
  kInteger,  // int64 on the wire, min..max
  kDecimal,  // thousandths as int64 on the wire
  kBoolean,
  kCodes,    // a list of codes, 1..1,024 of them
  kTexts,    // a list of texts, ≤ 1,024
  kCareers,  // hired.prior_career: [{from,to,grade,percent}], ≤ 64
  kPatch,    // rectified.data: named fields with their new values, of the target's act
};

struct FieldSpec {
  Field field;
  FieldType type;
  bool required;
  bool nullable;  // JSON null is allowed and means "none" (grade and series of a class without)
  bool sealed;    // marked ° in contract §3: encrypted per person before anything is hashed
  // kInteger and kDecimal (in thousandths): the values; kText: the number of characters; inclusive.
  std::int64_t min, max;
  std::string_view choices;
};

enum class Subject : std::uint8_t { kPerson, kUnit, kLedger };

struct KindSpec {
  Act act;
  std::string_view name;
  Subject subject;
  bool program_only;                  // never accepted in an order line
  bool personal;                      // may carry `personal`
  std::span<const FieldSpec> fields;  // in the order of the wire table's field ids
};

const KindSpec& kind_of(Act act);                   // kUnknown has no fields
const KindSpec* find_kind(std::string_view name);   // nullptr where the name is unknown
const FieldSpec* find_field(Act act, Field field);  // nullptr where the act has no such field
std::string_view name_of(Act act);
std::string_view name_of(Field field);
const Field* find_field_name(std::string_view name);  // nullptr where no act has such a field
// Whether the field is marked ° in contract §3. It is so in every act that has it, and as a
// member of rectified.data too: there also it never stands in the clear.
bool is_sealed(Field field);
// The field of `data` that names the subject of the act (`unit` of unit_created, `to` of
// unit_merged …); nullptr where the subject is the `person` of the act, or nobody.
const Field* subject_field(Act act);
// Acts on acts that may name no person: then they are of an act on an organization, whose subject
// follows from the target.
bool may_correct_a_unit(Act act);
// Whether `word` is one of the words in `choices`.
bool is_choice(std::string_view choices, std::string_view word);

// Members of `personal` (contract §3), all sealed, of data-key class identity.
enum class Personal : std::uint8_t {
  kName,
  kNameHanja,
  kBirthOn,
  kSex,
  kNationality,
  kResidentNo,
  kAddress,
  kPhone,
  kEmail,
  kPhotoSha256,
};
inline constexpr std::size_t kPersonalCount = static_cast<std::size_t>(Personal::kPhotoSha256) + 1;
std::string_view name_of(Personal member);
const Personal* find_personal(std::string_view name);

}  // namespace sillok

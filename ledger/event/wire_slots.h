#pragma once
// Where things stand in the tables of schemas/*.fbs. Field ids are for ever; codec.cc asserts
// that these are the generated ones. Constant data, safe from any thread.
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "ledger/event/kinds.h"
#include "ledger/event/wire_table.h"

namespace sillok {

inline constexpr std::string_view kBodyIdentifier = "SLKB";
inline constexpr std::string_view kHeaderIdentifier = "SLKO";
inline constexpr std::string_view kEventIdentifier = "SLKE";

// Explicit nulls (grade and series of a class that has none).
inline constexpr std::int64_t kNullNumber = INT64_MIN;

namespace body_slot {
inline constexpr auto kSubject = slot_of(0), kEffectiveOn = slot_of(1), kActType = slot_of(2), kAct = slot_of(3),
                      kSealed = slot_of(4), kSex = slot_of(5), kBirthHalf = slot_of(6), kExpectedRevision = slot_of(7),
                      kSourceRecordedAt = slot_of(8);
}
namespace sealed_slot {
inline constexpr auto kName = slot_of(0), kKeyId = slot_of(1), kNonce = slot_of(2), kCiphertext = slot_of(3);
}
namespace career_slot {
inline constexpr auto kFrom = slot_of(0), kTo = slot_of(1), kGrade = slot_of(2), kPercent = slot_of(3);
}
namespace patch_slot {
inline constexpr auto kName = slot_of(0), kKind = slot_of(1), kNumber = slot_of(2), kText = slot_of(3),
                      kList = slot_of(4), kCareers = slot_of(5);
}
namespace header_slot {
inline constexpr auto kOrder = slot_of(0), kAuthority = slot_of(1), kIssuedOn = slot_of(2), kLegalBasis = slot_of(3),
                      kDraftedBy = slot_of(4), kApprovedBy = slot_of(5), kCommandId = slot_of(6),
                      kEvidence = slot_of(7), kRemarks = slot_of(8), kProcedureOn = slot_of(9), kTrust = slot_of(10);
}
namespace evidence_slot {
inline constexpr auto kTitle = slot_of(0), kSha256 = slot_of(1);
}
namespace event_slot {
inline constexpr auto kPosition = slot_of(0), kRecordedAt = slot_of(1), kPrevious = slot_of(2), kRevision = slot_of(3),
                      kPersonPrevious = slot_of(4), kIndex = slot_of(5), kOpening = slot_of(6), kBody = slot_of(7);
}
namespace opening_slot {
inline constexpr auto kHeader = slot_of(0), kActCount = slot_of(1), kActRoot = slot_of(2), kAlgorithm = slot_of(3),
                      kDrafterSignature = slot_of(4), kApproverSignature = slot_of(5), kDrafterKey = slot_of(6),
                      kApproverKey = slot_of(7), kDrafterGrant = slot_of(8), kApproverGrant = slot_of(9),
                      kTrust = slot_of(10);
}

enum class PatchKind : std::uint8_t { kNone, kNumber, kText, kList, kCareers };

// The slot of a field in the table of its act: 0 where the act has no such field or seals it.
std::uint16_t field_slot(Act act, Field field);

// Numbers of what is sealed (enum SealedName of act.fbs).
inline constexpr std::uint8_t kSealedFacts = 11, kSealedOpinion = 12, kSealedNumber = 13;
std::uint8_t sealed_number(Personal member);
std::uint8_t sealed_number(Field field);  // of a ° field
// Nothing for a number of a later release.
std::optional<std::variant<Personal, Field>> sealed_name(std::uint8_t number);

}  // namespace sillok

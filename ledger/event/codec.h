#pragma once
// Bytes ↔ events: the only include of the generated FlatBuffers headers is codec.cc.
// FlatBuffers bytes are not canonical: they are built once and then stored, hashed, signed and
// served as they are (design 2). The views below borrow checked bytes and never outlive them;
// they are cheap to copy and safe to read from several threads.
// Layout and what each signature covers: schemas/FORMAT.md.
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"
#include "ledger/event/plain.h"

namespace sillok {

inline constexpr std::size_t kEntryBytesMax = 65'535;  // uint16 length prefix of C2SP entry bundles
inline constexpr std::uint32_t kActsMax = 1'048'576;   // in one order

// A sealed field as it stands in a body: which field, under which data key, nonce and ciphertext.
struct SealedField {
  bool is_personal = false;
  Personal personal{};  // if is_personal
  Field field{};        // else
  std::array<std::uint8_t, 16> key_id{};
  std::array<std::uint8_t, 24> nonce{};
  Bytes ciphertext;  // with the 16-byte tag
};

// The body of one act: what the officers sign (through the order tree).
class BodyView {
 public:
  BodyView() = default;
  // Refuses trailing bytes, wrong lengths, misaligned data and counts over the caps of kinds.h.
  // An act of a later release passes with act() == kUnknown.
  static Result<BodyView> check(BytesView bytes);
  // For bytes that were checked before they were hashed (our own log).
  static BodyView trust(BytesView bytes);

  BytesView bytes() const { return bytes_; }
  Act act() const;
  std::string_view subject() const;
  // Whether it is one of the acts of a person, who has a revision and a history.
  bool is_about_person() const;
  Date effective_on() const;
  // A field that is absent or null gives nothing; has() tells an explicit null from absence
  // only for nullable fields.
  bool has(Field field) const;
  std::optional<std::int64_t> number(Field field) const;  // integers, booleans, decimals, positions
  std::optional<Date> date(Field field) const;
  std::optional<std::string_view> text(Field field) const;  // codes, texts, choices
  std::vector<std::string_view> texts(Field field) const;
  std::vector<PriorCareer> prior_career() const;
  std::vector<Patch> patches() const;     // rectified.data
  Sex sex() const;                        // in the clear: statistics (design 15)
  std::optional<int> birth_half() const;  // year * 2 + (0: Jan-Jun, 1: Jul-Dec); in the clear
  std::size_t sealed_count() const;
  SealedField sealed(std::size_t index) const;
  std::optional<std::uint64_t> expected_revision() const;
  std::optional<Instant> source_recorded_at() const;

 private:
  BytesView bytes_;
  const void* root_ = nullptr;
  const void* data_ = nullptr;  // the act's table
};

// The exact body bytes of one act. `sealed` holds every personal and ° field of `act`;
// sex and birth half-year are taken from act.personal. Fails where the body grows too large.
Result<Bytes> build_body(const PlainAct& act, std::span<const SealedField> sealed);
// The plain form of a body; `open` gives the plain text of a sealed field, or nothing
// where its data key is destroyed (the field is then "ERASED").
struct FieldOpener {
  virtual ~FieldOpener() = default;
  virtual std::optional<std::string> open(std::string_view subject, Act act, const SealedField& field) const = 0;
};
PlainAct plain_act(const BodyView& body, const FieldOpener& opener);

class HeaderView {
 public:
  HeaderView() = default;
  static Result<HeaderView> check(BytesView bytes);
  BytesView bytes() const { return bytes_; }
  std::string_view order() const;
  std::string_view authority() const;
  std::string_view drafted_by() const;
  std::string_view approved_by() const;
  std::string_view command_id() const;  // empty: none
  Date issued_on() const;
  Trust trust() const;  // of early entries; ask the opening
  PlainHeader plain() const;

 private:
  BytesView bytes_;
  const void* root_ = nullptr;
};
Result<Bytes> build_header(const PlainHeader& header);

// What the first event of an order carries besides its own body (design 1).
struct Opening {
  BytesView header;
  std::uint32_t act_count = 0;
  Hash act_root{};
  Signature drafter_signature{}, approver_signature{};
  // Positions of the events that gave each signer the key and the role acted under;
  // kNoPosition for roots of the genesis, for a root's role, and in a sandbox.
  Position drafter_key = kNoPosition, approver_key = kNoPosition;
  Position drafter_grant = kNoPosition, approver_grant = kNoPosition;
  Trust trust = Trust::kLive;  // how the order came in; no officer signs it
};

// One entry of the log: the envelope and the body, as hashed.
class EventView {
 public:
  EventView() = default;
  static Result<EventView> check(BytesView entry);  // checks envelope, opening, header and body
  static EventView trust(BytesView entry);

  BytesView bytes() const { return bytes_; }
  Position position() const;
  Instant recorded_at() const;
  Hash previous() const;             // leaf hash of the event before; zero at position 0
  std::uint32_t revision() const;    // 1, 2, 3 … among the events of its person; 0 if of none
  Position person_previous() const;  // the event of the same person before; kNoPosition: none
  std::uint32_t index() const;       // place in its order
  Position order_position() const { return position() - index(); }
  std::optional<Opening> opening() const;
  BytesView body_bytes() const;
  BodyView body() const { return BodyView::trust(body_bytes()); }
  // Whether it stands at the revision that its officers signed it for. Those of imports had another record before
  // them, and who leaves the revision open signs for any.
  bool is_as_signed(Trust trust) const;

 private:
  BytesView bytes_;
  const void* root_ = nullptr;
};

struct Envelope {
  Position position = 0;
  Instant recorded_at;
  Hash previous{};
  std::uint32_t revision = 0;
  Position person_previous = kNoPosition;
  std::uint32_t index = 0;
};
// Appends nothing and keeps no state; `scratch` is reused between calls to save allocations.
class EntryBuilder {
 public:
  EntryBuilder();
  ~EntryBuilder();
  // Borrowed until the next call. Fault::malformed where the entry would exceed kEntryBytesMax.
  Result<BytesView> build(const Envelope& envelope, const Opening* opening, BytesView body);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace sillok

// Reading order lines (contract §3).
#include "ledger/event/order_line.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "ledger/base/ids.h"
#include "ledger/event/order_header.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

// Buffers that one huge line has blown up are given back.
constexpr std::size_t kKeptBytesMax = 8u << 20;

// The header's keys first, then the line's own.
enum LineKey : std::size_t { kActs = kHeaderKeyCount, kSealed, kFieldKeys, kLineKeyCount };
constexpr auto kLineKeys = [] {
  std::array<std::string_view, kLineKeyCount> keys;
  std::copy(std::begin(kHeaderKeys), std::end(kHeaderKeys), keys.begin());
  keys[kActs] = "acts";
  keys[kSealed] = "sealed";
  keys[kFieldKeys] = "field_keys";
  return keys;
}();

constexpr std::array<std::string_view, 7> kActKeys = {
    "act", "person", "effective_on", "data", "personal", "expected_revision", "source_recorded_at"};
enum ActKey { kAct, kPerson, kEffectiveOn, kData, kPersonal, kExpectedRevision, kSourceRecordedAt, kActKeyCount };
static_assert(std::size(kActKeys) == kActKeyCount);

class LineReader {
 public:
  LineReader(JsonReader& json, OrderLine& out) : json_{json}, out_{out}, header_{json, out} {}

  bool read(JsonElement root) {
    Members<kLineKeyCount> line;
    if (!line.read(json_, root, kLineKeys)) return false;
    for (const std::size_t key : {kOrderKey, kAuthorityKey, kIssuedOnKey, kLegalBasisKey}) {
      if (!line.present.test(key)) return json_.refuse_missing(kLineKeys[key]);
    }
    if (!line.present.test(kActs)) return json_.refuse_missing(kLineKeys[kActs]);
    for (std::size_t key = 0; key < kLineKeyCount; ++key) {
      if (line.present.test(key) && !member(static_cast<LineKey>(key), line.element[key])) {
        return json_.within(kLineKeys[key]);
      }
    }
    const std::size_t acts = out_.order.acts.size();
    if (line.present.test(kSealed) && out_.sealed_bodies.size() != acts) {
      return json_.refuse("input.value", "one body for each act is wanted", "sealed");
    }
    return !line.present.test(kFieldKeys) || out_.field_keys.size() == acts ||
           json_.refuse("input.value", "one list for each act is wanted", "field_keys");
  }

 private:
  bool member(LineKey key, JsonElement element) {
    switch (key) {
      case kActs: return acts(element);
      case kSealed: return bytes_list(element, kActsMax, out_.sealed_bodies);
      case kFieldKeys: return field_keys(element);
      default: return header_.member(static_cast<HeaderKey>(key), element);
    }
  }

  bool bytes_list(JsonElement element, std::size_t count_max, std::vector<Bytes>& out) {
    simdjson::dom::array list;
    if (!json_.array(element, count_max, list)) return false;
    for (const JsonElement item : list) {
      if (!json_.base64(item, 0, out.emplace_back())) return json_.within(out.size() - 1);
    }
    return true;
  }

  bool field_keys(JsonElement element) {
    simdjson::dom::array list;
    if (!json_.array(element, kActsMax, list)) return false;
    for (const JsonElement item : list) {
      if (!bytes_list(item, kSealedCountMax, out_.field_keys.emplace_back())) {
        return json_.within(out_.field_keys.size() - 1);
      }
    }
    return true;
  }

  bool acts(JsonElement element) {
    simdjson::dom::array list;
    if (!json_.array(element, kActsMax, list)) return false;
    if (list.size() == 0) return json_.refuse("input.value", "an order has at least one act");
    auto& acts = out_.order.acts;
    acts.reserve(list.size());
    for (const JsonElement item : list) {
      if (!act(item, acts.emplace_back())) return json_.within(acts.size() - 1);
    }
    return true;
  }

  bool act(JsonElement element, PlainAct& out) {
    Members<kActKeyCount> members;
    if (!members.read(json_, element, kActKeys)) return false;
    for (const ActKey key : {kAct, kEffectiveOn}) {
      if (!members.present.test(key)) return json_.refuse_missing(kActKeys[key]);
    }
    std::string_view name;
    if (members.element[kAct].get_string().get(name) != simdjson::SUCCESS) {
      return json_.refuse("input.wrong_type", "a word is wanted", "act");
    }
    const KindSpec* kind = find_kind(name);
    if (!kind) return json_.refuse("input.unknown_act", "no such act", "act");
    if (kind->program_only) return json_.refuse("input.unknown_act", "is written by the program itself", "act");
    out.act = kind->act;
    if (!json_.date(members.element[kEffectiveOn], out.effective_on)) return json_.within("effective_on");
    return person(*kind, members, out) && data(*kind, members, out) && personal(*kind, members, out) &&
           revision(members, out);
  }

  bool person(const KindSpec& kind, const Members<kActKeyCount>& members, PlainAct& out) {
    const bool present = members.present.test(kPerson);
    if (kind.subject != Subject::kPerson) {
      return !present || json_.refuse("input.unknown_field", "this act is about no person", "person");
    }
    if (!present) {
      if (may_correct_a_unit(kind.act) && !members.present.test(kPersonal)) return true;
      return json_.refuse_missing("person");
    }
    return json_.id(members.element[kPerson], out.subject) || json_.within("person");
  }

  bool data(const KindSpec& kind, const Members<kActKeyCount>& members, PlainAct& out) {
    if (members.present.test(kData) && !fields(kind, members.element[kData], out)) return json_.within("data");
    for (const FieldSpec& spec : kind.fields) {
      if (spec.required && !out.data.contains(spec.field)) {
        json_.refuse_missing(name_of(spec.field));
        return json_.within("data");
      }
    }
    if (const Field* field = subject_field(kind.act)) out.subject = std::get<std::string>(out.data.at(*field));
    return kind.act != Act::kRectified || rectified_data(members, out);
  }

  bool rectified_data(const Members<kActKeyCount>& members, const PlainAct& out) {
    const auto data = out.data.find(Field::kData);
    const auto* patches = data == out.data.end() ? nullptr : &std::get<std::vector<Patch>>(data->second);
    const bool replaces = (patches && !patches->empty()) || out.data.contains(Field::kEffectiveOn) ||
                          out.data.contains(Field::kPerson) || members.present.test(kPersonal);
    if (!replaces) return json_.refuse("input.missing_field", "name what the rectification replaces", "data");
    const bool is_sealed_of_nobody =
        out.subject.empty() && patches &&
        std::any_of(patches->begin(), patches->end(), [](const Patch& patch) { return is_sealed(patch.field); });
    return !is_sealed_of_nobody || json_.refuse_missing("person");
  }

  bool fields(const KindSpec& kind, JsonElement element, PlainAct& out) {
    simdjson::dom::object object;
    if (!json_.object(element, object)) return false;
    for (const auto& [key, value] : object) {
      const Field* field = find_field_name(key);
      const FieldSpec* spec = field ? find_field(kind.act, *field) : nullptr;
      if (!spec) return json_.refuse_unknown(key);
      const auto [place, fresh] = out.data.try_emplace(*field);
      if (!fresh) return json_.refuse_twice(key);
      if (!json_.value(*spec, value, place->second)) return json_.within(key);
    }
    return true;
  }

  bool personal(const KindSpec& kind, const Members<kActKeyCount>& members, PlainAct& out) {
    if (!members.present.test(kPersonal)) {
      return kind.act != Act::kPersonalUpdated || json_.refuse_missing("personal");
    }
    if (!kind.personal) return json_.refuse("input.unknown_field", "this act has no personal data", "personal");
    return personal_members(members.element[kPersonal], out) || json_.within("personal");
  }

  bool personal_members(JsonElement element, PlainAct& out) {
    simdjson::dom::object object;
    if (!json_.object(element, object)) return false;
    if (object.size() == 0) return json_.refuse("input.value", "no member of it is given");
    for (const auto& [key, value] : object) {
      const Personal* member = find_personal(key);
      if (!member) return json_.refuse_unknown(key);
      const auto [place, fresh] = out.personal.try_emplace(*member);
      if (!fresh) return json_.refuse_twice(key);
      if (!json_.text(value, 1, kTextCharactersMax, place->second)) return json_.within(key);
      if (*member == Personal::kSex && place->second != "F" && place->second != "M") {
        return json_.refuse("input.value", "not one of F|M", "sex");
      }
      Date day;
      if (*member == Personal::kBirthOn && !json_.date(value, day)) return json_.within(key);
      if (*member == Personal::kPhotoSha256 && !is_sha256_hex(place->second)) {
        return json_.refuse("input.hex", "the SHA-256 of the photo is wanted, 64 hex digits", "photo_sha256");
      }
    }
    return true;
  }

  bool revision(const Members<kActKeyCount>& members, PlainAct& out) {
    if (members.present.test(kExpectedRevision)) {
      std::int64_t number = 0;
      if (!json_.integer(members.element[kExpectedRevision], 0, INT64_MAX, number)) {
        return json_.within("expected_revision");
      }
      out.expected_revision = static_cast<std::uint64_t>(number);
    }
    return !members.present.test(kSourceRecordedAt) ||
           json_.instant(members.element[kSourceRecordedAt], out.source_recorded_at.emplace()) ||
           json_.within("source_recorded_at");
  }

  JsonReader& json_;
  OrderLine& out_;
  OrderHeaderReader header_;
};

std::string_view rule_of(simdjson::error_code code) {
  return code == simdjson::UTF8_ERROR ? "input.encoding" : "input.json";
}

}  // namespace

struct OrderLineReader::State {
  simdjson::dom::parser parser;
  std::vector<char> padded;
  JsonReader json;
};

OrderLineReader::OrderLineReader() : state_{std::make_unique<State>()} {}
OrderLineReader::~OrderLineReader() = default;

Result<OrderLine> OrderLineReader::read(std::string_view line) {
  if (line.size() > kLineBytesMax) {
    return fail(Fault::malformed, "input.too_long", "", "a line is at most 64 MiB");
  }
  State& state = *state_;
  if (state.padded.size() < line.size() + simdjson::SIMDJSON_PADDING) {
    state.padded.resize(line.size() + simdjson::SIMDJSON_PADDING);
  }
  if (!line.empty()) std::memcpy(state.padded.data(), line.data(), line.size());
  std::memset(state.padded.data() + line.size(), 0, simdjson::SIMDJSON_PADDING);

  JsonElement root;
  const auto parsed = state.parser.parse(state.padded.data(), line.size(), false).get(root);
  Result<OrderLine> out;
  if (parsed != simdjson::SUCCESS) {
    out = fail(Fault::malformed, std::string{rule_of(parsed)}, "",
               std::string{"not JSON: "} + simdjson::error_message(parsed));
  } else if (!LineReader{state.json, *out}.read(root)) {
    out = tl::unexpected{state.json.error};
  }
  if (line.size() > kKeptBytesMax) {
    state.parser = simdjson::dom::parser{};
    state.padded = {};
  }
  return out;
}

}  // namespace sillok

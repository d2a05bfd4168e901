#include "ledger/reorganization/plan.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "ledger/event/kinds.h"
#include "ledger/event/order_header.h"
#include "ledger/event/order_line.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

constexpr std::size_t kUnitsMax = 100'000;      // of one list
constexpr std::size_t kPersonsMax = 1'000'000;  // more than any service has

enum PlanKey : std::size_t {
  kPlan = kHeaderKeyCount,
  kEffectiveOn,
  kCreate,
  kRename,
  kAbolish,
  kMerge,
  kSplit,
  kMove,
  kQuota,
  kTakeOut,
  kPlanKeyCount
};
constexpr auto kPlanKeys = [] {
  std::array<std::string_view, kPlanKeyCount> keys;
  std::copy(std::begin(kHeaderKeys), std::end(kHeaderKeys), keys.begin());
  constexpr std::string_view kOwn[] = {"plan",  "effective_on", "create", "rename", "abolish",
                                       "merge", "split",        "move",   "quota",  "take_out"};
  std::copy(std::begin(kOwn), std::end(kOwn), keys.begin() + kPlan);
  return keys;
}();

class PlanReader {
 public:
  PlanReader(JsonReader& json, ReorganizationPlan& out) : json_{json}, out_{out}, header_{json, out.order} {}

  bool read(JsonElement root) {
    Members<kPlanKeyCount> plan;
    if (!plan.read(json_, root, kPlanKeys)) return false;
    for (const std::size_t key : {std::size_t{kPlan}, std::size_t{kEffectiveOn}, std::size_t{kLegalBasisKey}}) {
      if (!plan.present.test(key)) return json_.refuse_missing(kPlanKeys[key]);
    }
    if (plan.present.test(kSignaturesKey))
      return json_.refuse("input.value", "a plan isn't signed; the order that carries it out is", "signatures");
    for (std::size_t key = 0; key < kPlanKeyCount; ++key) {
      if (plan.present.test(key) && !member(key, plan.element[key])) return json_.within(kPlanKeys[key]);
    }
    return true;
  }

 private:
  bool member(std::size_t key, JsonElement element) {
    switch (key) {
      case kPlan: return json_.id(element, out_.id);
      case kEffectiveOn: return json_.date(element, out_.effective_on);
      case kCreate: return list(element, kUnitsMax, out_.create, [&](JsonElement e, auto& o) { return unit(e, o); });
      case kRename: return list(element, kUnitsMax, out_.rename, [&](JsonElement e, auto& o) { return name(e, o); });
      case kAbolish: return ids(element, kUnitsMax, out_.abolish);
      case kMerge: return list(element, kUnitsMax, out_.merge, [&](JsonElement e, auto& o) { return merger(e, o); });
      case kSplit: return list(element, kUnitsMax, out_.split, [&](JsonElement e, auto& o) { return split(e, o); });
      case kMove: return list(element, kUnitsMax, out_.move, [&](JsonElement e, auto& o) { return move(e, o); });
      case kQuota: return list(element, kUnitsMax, out_.quota, [&](JsonElement e, auto& o) { return quota(e, o); });
      case kTakeOut: return id_set(element, out_.take_out);
      default: return header_.member(static_cast<HeaderKey>(key), element);
    }
  }

  template <class Item, class Read>
  bool list(JsonElement element, std::size_t max, std::vector<Item>& out, const Read& read) {
    simdjson::dom::array items;
    if (!json_.array(element, max, items)) return false;
    for (const JsonElement item : items) {
      if (!read(item, out.emplace_back())) return json_.within(out.size() - 1);
    }
    return true;
  }
  bool ids(JsonElement element, std::size_t max, std::vector<std::string>& out) {
    return list(element, max, out, [&](JsonElement item, std::string& id) { return json_.id(item, id); });
  }
  bool id_set(JsonElement element, ReorganizationPlan::Codes& out) {
    std::vector<std::string> list;
    if (!ids(element, kPersonsMax, list)) return false;
    out.insert(std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
    return true;
  }

  template <std::size_t N>
  bool need(const Members<N>& members, const std::array<std::string_view, N>& keys,
            std::initializer_list<std::size_t> wanted) {
    for (const std::size_t key : wanted) {
      if (!members.present.test(key)) return json_.refuse_missing(keys[key]);
    }
    return true;
  }
  bool text(JsonElement element, std::size_t min, std::string_view key, std::string& out) {
    return json_.text(element, min, kTextCharactersMax, out) || json_.within(key);
  }
  bool code(JsonElement element, std::string_view key, std::string& out) {
    return json_.id(element, out) || json_.within(key);
  }

  bool unit(JsonElement element, ReorganizationPlan::NewUnit& out) {
    static constexpr std::array<std::string_view, 5> kKeys{"unit", "name_ko", "name_en", "kind", "parent"};
    Members<5> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0, 1, 2, 3})) return false;
    const auto& at = members.element;
    Value kind;
    if (!code(at[0], kKeys[0], out.unit) || !text(at[1], 1, kKeys[1], out.name_ko) ||
        !text(at[2], 0, kKeys[2], out.name_en)) {
      return false;
    }
    if (!json_.value(*find_field(Act::kUnitCreated, Field::kKind), at[3], kind)) return json_.within(kKeys[3]);
    out.kind = std::get<std::string>(kind);
    return !members.present.test(4) || code(at[4], kKeys[4], out.parent);
  }

  bool name(JsonElement element, ReorganizationPlan::NewName& out) {
    static constexpr std::array<std::string_view, 3> kKeys{"unit", "name_ko", "name_en"};
    Members<3> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0, 1, 2})) return false;
    const auto& at = members.element;
    return code(at[0], kKeys[0], out.unit) && text(at[1], 1, kKeys[1], out.name_ko) &&
           text(at[2], 0, kKeys[2], out.name_en);
  }

  bool merger(JsonElement element, ReorganizationPlan::Merger& out) {
    static constexpr std::array<std::string_view, 2> kKeys{"from", "to"};
    Members<2> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0, 1})) return false;
    if (!ids(members.element[0], kUnitsMax, out.from)) return json_.within(kKeys[0]);
    if (out.from.empty()) return json_.refuse("input.value", "the list is empty", "from");
    return code(members.element[1], kKeys[1], out.to);
  }

  bool split(JsonElement element, ReorganizationPlan::Split& out) {
    static constexpr std::array<std::string_view, 2> kKeys{"from", "to"};
    Members<2> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0, 1})) return false;
    if (!code(members.element[0], kKeys[0], out.from)) return false;
    if (!ids(members.element[1], kUnitsMax, out.to)) return json_.within(kKeys[1]);
    return !out.to.empty() || json_.refuse("input.value", "the list is empty", "to");
  }

  bool move(JsonElement element, ReorganizationPlan::Move& out) {
    static constexpr std::array<std::string_view, 5> kKeys{"to", "unit", "except", "persons", "posts"};
    Members<5> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0})) return false;
    const auto has = [&](std::size_t key) { return members.present.test(key); };
    if (has(1) == has(3)) return json_.refuse("input.value", "either a unit moves, or persons do");
    if (has(2) && !has(1)) return json_.refuse("input.value", "an exception is of a unit that moves", "except");
    const auto& at = members.element;
    if (!code(at[0], kKeys[0], out.to)) return false;
    if (has(1) && !code(at[1], kKeys[1], out.unit)) return false;
    if (has(2) && !id_set(at[2], out.except)) return json_.within(kKeys[2]);
    if (has(3) && !ids(at[3], kPersonsMax, out.persons)) return json_.within(kKeys[3]);
    return !has(4) || posts(at[4], out) || json_.within(kKeys[4]);
  }

  bool posts(JsonElement element, ReorganizationPlan::Move& out) {
    simdjson::dom::object object;
    if (!json_.object(element, object)) return false;
    for (const auto& [person, post] : object) {
      if (!is_id(person)) return json_.refuse_unknown(person);
      const auto [place, fresh] = out.posts.try_emplace(std::string{person});
      if (!fresh) return json_.refuse_twice(person);
      if (!json_.id(post, place->second)) return json_.within(person);
    }
    return true;
  }

  bool quota(JsonElement element, ReorganizationPlan::QuotaOf& out) {
    static constexpr std::array<std::string_view, 3> kKeys{"unit", "grade", "count"};
    Members<3> members;
    if (!members.read(json_, element, kKeys) || !need(members, kKeys, {0, 1, 2})) return false;
    if (!code(members.element[0], kKeys[0], out.unit)) return false;
    Value grade, count;
    if (!json_.value(*find_field(Act::kQuotaSet, Field::kGrade), members.element[1], grade))
      return json_.within(kKeys[1]);
    if (!json_.value(*find_field(Act::kQuotaSet, Field::kCount), members.element[2], count))
      return json_.within(kKeys[2]);
    if (const auto* number = std::get_if<std::int64_t>(&grade)) out.grade = *number;
    out.count = std::get<std::int64_t>(count);
    return true;
  }

  JsonReader& json_;
  ReorganizationPlan& out_;
  OrderHeaderReader header_;
};

std::string document_of(JsonElement root, const ReorganizationPlan::Codes& take_out) {
  std::map<std::string_view, std::string> members;
  simdjson::dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS) return {};  // it was read as one
  for (const auto& [key, item] : object) members[key] = sorted_json(item);
  if (!take_out.empty())
    members["take_out"] = boost::json::serialize(boost::json::array(take_out.begin(), take_out.end()));
  std::string out = "{";
  for (const auto& [key, item] : members)
    out += (out.size() > 1 ? ",\"" : "\"") + std::string{key} + "\":" + item;  // keys are names of ours
  return out + "}";
}

}  // namespace

Result<ReorganizationPlan> read_plan(std::string_view text, const ReorganizationPlan::Codes& take_out) {
  if (text.size() > kLineBytesMax) return fail(Fault::malformed, "input.too_long", "", "a plan is at most 64 MiB");
  simdjson::dom::parser parser;
  const simdjson::padded_string padded{text};
  JsonElement root;
  if (const auto parsed = parser.parse(padded).get(root); parsed != simdjson::SUCCESS) {
    return fail(Fault::malformed, parsed == simdjson::UTF8_ERROR ? "input.encoding" : "input.json", "",
                std::string{"not JSON: "} + simdjson::error_message(parsed));
  }
  ReorganizationPlan plan;
  plan.order.order.header.issued_on = kEndOfTime;
  JsonReader json;
  if (!PlanReader{json, plan}.read(root)) return tl::unexpected{json.error};
  plan.take_out.insert(take_out.begin(), take_out.end());
  plan.document = document_of(root, plan.take_out);
  plan.hash = sha256(plan.document);
  return plan;
}

}  // namespace sillok

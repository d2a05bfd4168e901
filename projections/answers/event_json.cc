#include "projections/answers/event_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "ledger/event/order_line.h"
#include "ledger/privacy/sealed_field.h"
#include "projections/answers/known_acts.h"

namespace sillok {
namespace {

constexpr std::size_t kHeadersMax = 4096;
constexpr std::size_t kPersonsMax = 200'000;

boost::json::array texts(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

boost::json::value optional_position(Position position) {
  return position == kNoPosition ? boost::json::value(nullptr) : boost::json::value(position);
}

void put_links(boost::json::object& event, const ActLinks& links) {
  if (links.target) event["target"] = *links.target;
  event["rectified_by"] = boost::json::array(links.rectified_by.begin(), links.rectified_by.end());
  event["annulled_by"] = optional_position(links.annulled_by.value_or(kNoPosition));
}

// What is sealed is left out: "ERASED" would say that its key was destroyed.
void leave_out_sealed(const BodyView& body, PlainAct& act) {
  act.personal.clear();
  for (std::size_t i = 0, count = body.sealed_count(); i < count; ++i) {
    const SealedField sealed = body.sealed(i);
    if (sealed.is_personal) continue;
    if (act.act != Act::kRectified) {
      act.data.erase(sealed.field);
    } else if (const auto data = act.data.find(Field::kData); data != act.data.end()) {
      std::erase_if(std::get<std::vector<Patch>>(data->second),
                    [&](const Patch& patch) { return patch.field == sealed.field; });
    }
  }
}

}  // namespace

Result<const PlainHeader*> EventJson::header_of(const EventView& event) {
  const auto known = headers_.find(event.order_position());
  if (known != headers_.end()) return &known->second;
  Bytes first;
  std::optional<Opening> opening = event.opening();
  if (!opening) {
    SILLOK_TRY(entry, ledger_.log().read(event.order_position()));
    first = std::move(entry);
    opening = EventView::trust(first).opening();
  }
  if (!opening)
    return fail(Fault::damaged, "log.damaged", fmt::format("position {}", event.order_position()),
                "the first event of an order has no header; run `sillok verify`");
  SILLOK_TRY(header, HeaderView::check(opening->header));
  if (headers_.size() >= kHeadersMax) headers_.clear();
  PlainHeader plain = header.plain();
  plain.trust = opening->trust;
  return &headers_.emplace(event.order_position(), std::move(plain)).first->second;
}

Result<boost::json::object> EventJson::of(BytesView entry) {
  const EventView event = EventView::trust(entry);
  const BodyView body = event.body();
  SILLOK_TRY(header, header_of(event));
  const VaultOpener opener{ledger_.vault(), VaultOpener::WithoutKeys::kShowsSealed};
  struct Closed final : FieldOpener {
    std::optional<std::string> open(std::string_view, Act, const SealedField&) const override { return std::nullopt; }
  };
  PlainAct act = opened_ ? plain_act(body, opener) : plain_act(body, Closed{});
  if (opener.error()) return tl::unexpected{*opener.error()};
  if (!opened_) leave_out_sealed(body, act);
  boost::json::object out;
  out["position"] = event.position();
  out["act"] = name_of(body.act());
  out["person"] = body.is_about_person() ? boost::json::value(body.subject()) : boost::json::value(nullptr);
  out["effective_on"] = to_string(body.effective_on());
  out["recorded_at"] = to_string(event.recorded_at());
  out["order"] = header->order;
  out["authority"] = header->authority;
  out["issued_on"] = to_string(header->issued_on);
  out["legal_basis"] = texts(header->legal_basis);
  out["remarks"] = header->remarks.empty() ? boost::json::value(nullptr) : boost::json::value(header->remarks);
  if (!header->evidence.empty()) {
    boost::json::array evidence;
    for (const Evidence& each : header->evidence)
      evidence.push_back(boost::json::object{{"title", each.title}, {"sha256", each.sha256}});
    out["evidence"] = std::move(evidence);
  }
  out["drafted_by"] = header->drafted_by;
  out["approved_by"] = header->approved_by;
  out["trust"] = name_of(header->trust);
  out["data"] = data_json(act);
  if (opened_ && !act.personal.empty()) {
    boost::json::object personal;
    for (const auto& [member, text] : act.personal) personal[name_of(member)] = text;
    out["personal"] = std::move(personal);
  }
  if (act.source_recorded_at) out["source_recorded_at"] = to_string(*act.source_recorded_at);
  out["leaf_hash"] = to_hex(view(leaf_hash(entry)));
  const auto target = body.number(Field::kTarget);
  out["target"] = target ? boost::json::value(*target) : boost::json::value(nullptr);
  out["revision"] = event.revision();
  out["previous"] = optional_position(event.person_previous());
  return out;
}

Result<const EventJson::Links*> EventJson::links_of_person(std::string_view person, const Views& views) {
  const auto known = links_.find(std::string{person});
  if (known != links_.end()) return &known->second;
  SILLOK_TRY(hers, known_acts(views, person, std::nullopt));
  Links links;
  const bool any = std::any_of(hers.acts.begin(), hers.acts.end(),
                               [](const StoredAct& act) { return is_act_on_act(act.body.act()); });
  if (any) {
    const std::vector<ActLinks> all = links_of(hers.acts);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].target || !all[i].rectified_by.empty() || all[i].annulled_by)
        links.emplace(hers.acts[i].position, all[i]);
    }
  }
  if (links_.size() >= kPersonsMax) links_.clear();
  return &links_.emplace(person, std::move(links)).first->second;
}

Result<boost::json::object> EventJson::of(BytesView entry, const Views& views) {
  SILLOK_TRY(event, of(entry));
  const EventView at = EventView::trust(entry);
  ActLinks links;
  if (at.body().is_about_person()) {
    SILLOK_TRY(of_person, links_of_person(at.body().subject(), views));
    if (const auto found = of_person->find(at.position()); found != of_person->end()) links = found->second;
  }
  put_links(event, links);
  return event;
}

Result<boost::json::array> EventJson::history(const Views& views, std::string_view person,
                                              std::optional<Instant> known_at) {
  SILLOK_TRY(known, known_acts(views, person, known_at));
  const std::vector<ActLinks> links = links_of(known.acts);
  boost::json::array out;
  for (std::size_t i = 0; i < known.acts.size(); ++i) {
    SILLOK_TRY(event, of(known.entries[i]));
    put_links(event, links[i]);
    out.push_back(std::move(event));
  }
  return out;
}

}  // namespace sillok

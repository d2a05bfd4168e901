// From the bytes of an act back to plain values.
#include <algorithm>

#include "ledger/event/codec.h"
#include "ledger/event/wire_slots.h"

namespace sillok {
namespace {

constexpr std::string_view kErased = "ERASED";

template <class Range>
std::vector<std::string> owned(const Range& texts) {
  return {texts.begin(), texts.end()};
}

Value plain_value(const BodyView& body, const FieldSpec& spec) {
  switch (spec.type) {
    case FieldType::kCode:
    case FieldType::kText:
    case FieldType::kChoice: {
      const auto text = body.text(spec.field);
      return text ? Value{std::string{*text}} : Value{};
    }
    case FieldType::kDate: {
      const auto date = body.date(spec.field);
      return date ? Value{std::int64_t{date->days}} : Value{};
    }
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kBoolean: {
      const auto number = body.number(spec.field);
      return number ? Value{*number} : Value{};
    }
    case FieldType::kCodes:
    case FieldType::kTexts: return owned(body.texts(spec.field));
    case FieldType::kCareers: return body.prior_career();
    case FieldType::kPatch: return body.patches();
  }
  return {};
}

// A rectified ° field goes back among the patches, which stand in the order of their fields.
void add_patch(PlainAct& act, Field field, std::string text) {
  Value& value = act.data[Field::kData];
  if (!std::holds_alternative<std::vector<Patch>>(value)) value = std::vector<Patch>{};
  auto& patches = std::get<std::vector<Patch>>(value);
  const auto place =
      std::find_if(patches.begin(), patches.end(), [&](const Patch& patch) { return patch.field > field; });
  patches.insert(place, Patch{field, std::move(text)});
}

}  // namespace

PlainAct plain_act(const BodyView& body, const FieldOpener& opener) {
  PlainAct out;
  out.act = body.act();
  out.subject = body.subject();
  out.effective_on = body.effective_on();
  out.expected_revision = body.expected_revision();
  out.source_recorded_at = body.source_recorded_at();
  for (const FieldSpec& spec : kind_of(out.act).fields) {
    if (!spec.sealed && body.has(spec.field)) out.data.emplace(spec.field, plain_value(body, spec));
  }
  for (std::size_t i = 0, count = body.sealed_count(); i < count; ++i) {
    const SealedField sealed = body.sealed(i);
    std::string text = opener.open(body.subject(), out.act, sealed).value_or(std::string{kErased});
    if (sealed.is_personal) {
      out.personal[sealed.personal] = std::move(text);
    } else if (out.act == Act::kRectified) {
      add_patch(out, sealed.field, std::move(text));
    } else {
      out.data[sealed.field] = std::move(text);
    }
  }
  return out;
}

}  // namespace sillok

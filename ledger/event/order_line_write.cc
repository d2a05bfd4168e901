// Writing order lines and the `data` of acts, in the order of the contract's table.
#include <boost/json.hpp>

#include "ledger/event/order_line.h"
#include "ledger/event/plain_json.h"

namespace sillok {
namespace {

namespace json = boost::json;

json::array texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

// A row that came as an object goes out as one, unless that would change a byte of its text.
json::value row_json(const std::string& row) {
  json::error_code error;
  json::value parsed = json::parse(row, error);
  if (!error && parsed.is_object() && json_text(parsed) == row) return parsed;
  return json::value(row);
}

json::value careers_json(const std::vector<PriorCareer>& careers) {
  json::array out;
  for (const PriorCareer& career : careers) {
    json::object one{{"from", to_string(career.from)}, {"to", to_string(career.to)}};
    one["grade"] = career.grade ? json::value(*career.grade) : json::value(nullptr);
    one["percent"] = career.percent;
    out.push_back(std::move(one));
  }
  return out;
}

// How a number of the field is written. All acts that have the field agree on this.
json::value number_json(FieldType type, std::int64_t number) {
  switch (type) {
    case FieldType::kDate: return json::value(to_string(Date{static_cast<std::int32_t>(number)}));
    case FieldType::kDecimal: return decimal_json(number);
    case FieldType::kBoolean: return number != 0;
    default: return number;
  }
}

FieldType type_in_some_act(Field field) {
  for (std::size_t a = 1; a < kActCount; ++a) {
    if (const FieldSpec* spec = find_field(static_cast<Act>(a), field)) return spec->type;
  }
  return FieldType::kText;
}

json::value patches_json(const std::vector<Patch>& patches) {
  json::object out;
  for (const Patch& patch : patches) {
    json::value value;
    if (const auto* number = std::get_if<std::int64_t>(&patch.value)) {
      value = number_json(type_in_some_act(patch.field), *number);
    } else if (const auto* text = std::get_if<std::string>(&patch.value)) {
      value = *text;
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&patch.value)) {
      value = texts_json(*texts);
    } else if (const auto* careers = std::get_if<std::vector<PriorCareer>>(&patch.value)) {
      value = careers_json(*careers);
    }
    out.emplace(name_of(patch.field), std::move(value));
  }
  return out;
}

json::value value_json(const FieldSpec& spec, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return number_json(spec.type, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return json::value(*text);
  if (const auto* careers = std::get_if<std::vector<PriorCareer>>(&value)) return careers_json(*careers);
  if (const auto* patches = std::get_if<std::vector<Patch>>(&value)) return patches_json(*patches);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    if (spec.field != Field::kRows) return texts_json(*texts);
    json::array rows;
    for (const std::string& row : *texts) rows.push_back(row_json(row));
    return rows;
  }
  return nullptr;
}

json::object act_json(const PlainAct& act) {
  json::object out{{"act", name_of(act.act)}};
  if (kind_of(act.act).subject == Subject::kPerson && !act.subject.empty()) out["person"] = act.subject;
  out["effective_on"] = to_string(act.effective_on);
  if (!act.data.empty()) out["data"] = data_json(act);
  if (!act.personal.empty()) {
    json::object personal;
    for (const auto& [member, text] : act.personal) personal.emplace(name_of(member), text);
    out["personal"] = std::move(personal);
  }
  if (act.expected_revision) out["expected_revision"] = *act.expected_revision;
  if (act.source_recorded_at) out["source_recorded_at"] = to_string(*act.source_recorded_at);
  return out;
}

json::array bytes_json(const std::vector<Bytes>& list) {
  json::array out;
  for (const Bytes& bytes : list) out.emplace_back(to_base64(bytes));
  return out;
}

void put_optional(json::object& out, std::string_view key, const std::string& text) {
  if (!text.empty()) out.emplace(key, text);
}

json::object header_json(const PlainHeader& header) {
  json::object out{{"order", header.order},
                   {"authority", header.authority},
                   {"issued_on", to_string(header.issued_on)},
                   {"legal_basis", texts_json(header.legal_basis)}};
  put_optional(out, "drafted_by", header.drafted_by);
  put_optional(out, "approved_by", header.approved_by);
  put_optional(out, "command_id", header.command_id);
  if (!header.evidence.empty()) {
    json::array evidence;
    for (const Evidence& piece : header.evidence) {
      evidence.push_back(json::object{{"title", piece.title}, {"sha256", piece.sha256}});
    }
    out["evidence"] = std::move(evidence);
  }
  put_optional(out, "remarks", header.remarks);
  if (header.procedure_on) out["procedure_on"] = to_string(*header.procedure_on);
  return out;
}

}  // namespace

boost::json::object data_json(const PlainAct& act) {
  json::object out;
  for (const FieldSpec& spec : kind_of(act.act).fields) {
    const auto value = act.data.find(spec.field);
    if (value != act.data.end()) out.emplace(name_of(spec.field), value_json(spec, value->second));
  }
  return out;
}

std::string write_order_line(const OrderLine& line) {
  json::object out = header_json(line.order.header);
  if (line.recorded_at) out["recorded_at"] = to_string(*line.recorded_at);
  if (line.drafter_signature || line.approver_signature) {
    json::object signatures;
    if (line.drafter_signature) signatures["drafted_by"] = to_base64(*line.drafter_signature);
    if (line.approver_signature) signatures["approved_by"] = to_base64(*line.approver_signature);
    out["signatures"] = std::move(signatures);
  }
  json::array acts;
  acts.reserve(line.order.acts.size());
  for (const PlainAct& act : line.order.acts) acts.push_back(act_json(act));
  out["acts"] = std::move(acts);
  if (!line.sealed_bodies.empty()) out["sealed"] = bytes_json(line.sealed_bodies);
  if (!line.field_keys.empty()) {
    json::array keys;
    for (const auto& list : line.field_keys) keys.push_back(bytes_json(list));
    out["field_keys"] = std::move(keys);
  }
  return json_text(out);
}

}  // namespace sillok

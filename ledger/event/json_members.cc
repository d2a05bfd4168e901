#include "ledger/event/json_members.h"

#include <simdjson.h>

#include <set>

namespace sillok {
namespace {

bool is_once(simdjson::dom::element element) {
  if (const auto array = element.get_array(); !array.error()) {
    for (const auto each : array.value_unsafe()) {
      if (!is_once(each)) return false;
    }
  }
  if (const auto object = element.get_object(); !object.error()) {
    std::set<std::string_view> names;
    for (const auto member : object.value_unsafe()) {
      if (!names.insert(member.key).second || !is_once(member.value)) return false;
    }
  }
  return true;
}

}  // namespace

bool has_members_once(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  return parser.parse(simdjson::padded_string{json}).get(root) == simdjson::SUCCESS && is_once(root);
}

}  // namespace sillok

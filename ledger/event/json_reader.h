#pragma once
// The pieces order lines are read with: typed members of JSON objects, checked as contract §3
// asks. Each function says false at the first thing that doesn't hold and keeps it in `error`,
// whose place grows from the inside out ("grade", "data.grade", "acts[0].data.grade").
// One thread at a time. Only for the .cc files beside it: it includes simdjson.
#include <simdjson.h>

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/error.h"
#include "ledger/event/plain.h"

namespace sillok {

using JsonElement = simdjson::dom::element;

// Without blanks, members by their names: the same content is the same text, however it was written.
std::string sorted_json(JsonElement element);

class JsonReader {
 public:
  Error error{Fault::malformed, "", "", ""};

  // Notes what is wrong at this very place; `where` names the member or is empty.
  bool refuse(std::string_view code, std::string_view message, std::string where = {});
  // Puts the place of the error inside another: a member's name or "[index]".
  bool within(std::string_view place);
  bool within(std::size_t index) { return within("[" + std::to_string(index) + "]"); }
  // A member nobody knows. Its name is told only if it can't be somebody's.
  bool refuse_unknown(std::string_view key);
  bool refuse_twice(std::string_view key);
  bool refuse_missing(std::string_view key);

  bool object(JsonElement element, simdjson::dom::object& out);
  bool array(JsonElement element, std::size_t count_max, simdjson::dom::array& out);
  bool text(JsonElement element, std::size_t min, std::size_t max, std::string& out);
  bool id(JsonElement element, std::string& out);
  bool date(JsonElement element, Date& out);
  bool instant(JsonElement element, Instant& out);
  bool integer(JsonElement element, std::int64_t min, std::int64_t max, std::int64_t& out);
  bool thousandths(JsonElement element, std::int64_t min, std::int64_t max, std::int64_t& out);
  bool base64(JsonElement element, std::size_t size, Bytes& out);  // 0: any size

  // A field of an act, by its type.
  bool value(const FieldSpec& spec, JsonElement element, Value& out);

 private:
  bool check_text(std::string_view text, std::size_t min, std::size_t max);
  bool texts(const FieldSpec& spec, JsonElement element, std::vector<std::string>& out);
  bool row(JsonElement element, std::string& out);
  bool check_free(JsonElement element);
  bool check_free_object(JsonElement element);
  bool career(JsonElement element, PriorCareer& out);
  bool careers(JsonElement element, std::vector<PriorCareer>& out);
  bool patch(std::string_view key, JsonElement element, Patch& out);
  bool patches(JsonElement element, std::vector<Patch>& out);
};

// The members of an object with fixed keys: each at most once, none unknown.
template <std::size_t N>
struct Members {
  std::array<JsonElement, N> element;
  std::bitset<N> present;

  bool read(JsonReader& json, JsonElement from, const std::array<std::string_view, N>& keys) {
    simdjson::dom::object object;
    if (!json.object(from, object)) return false;
    for (const auto& [key, value] : object) {
      std::size_t at = 0;
      while (at < N && keys[at] != key) ++at;
      if (at == N) return json.refuse_unknown(key);
      if (present.test(at)) return json.refuse_twice(key);
      present.set(at);
      element[at] = value;
    }
    return true;
  }
};

}  // namespace sillok

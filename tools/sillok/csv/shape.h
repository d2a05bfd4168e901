#pragma once
// What the contract wants at each place of an order line, so that the text of a cell becomes the
// number or the date its field asks for. Constant data and pure functions, safe from any thread.
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

#include "ledger/event/kinds.h"
#include "tools/sillok/csv/date.h"

namespace sillok::cli {

enum class Wanted : std::uint8_t { kText, kInteger, kDecimal, kBoolean, kDate };

struct Shape {
  enum class Kind : std::uint8_t { kValue, kHeader, kAct, kData, kPersonal, kCareer, kPatch, kFree };
  Kind kind = Kind::kFree;
  Wanted wanted = Wanted::kText;  // of a kValue
  const KindSpec* act = nullptr;  // of a kAct and its kData
};

// The shape of a member; nothing where the contract has no such field there. The items of a list
// have the shape of the list.
std::optional<Shape> member_shape(const Shape& shape, std::string_view key);

// A cell's text as what is wanted; nothing where it is none.
std::optional<boost::json::value> typed(Wanted wanted, std::string_view text, const DateFormats& dates);
// What is wanted, in words for a message.
std::string in_words(Wanted wanted, const DateFormats& dates);

}  // namespace sillok::cli

#pragma once
// Keys of all views: one byte names the view, texts end with a zero byte (ids hold none), numbers
// are big-endian and biased so that keys sort as they do.
#include "ledger/base/bytes.h"
#include "ledger/base/date.h"
#include "ledger/base/ids.h"

namespace sillok {

inline constexpr char kBookmarkKey = 'B';      // where the views stand
inline constexpr char kHistoryKey = 'H';       // person 0 position → act [moved]
inline constexpr char kRulesKey = 'L';         // position → nothing: an adoption of a rule table
inline constexpr char kMovedKey = 'M';         // position person → nothing: an act a correction moved to her
inline constexpr char kOrganizationKey = 'O';  // position → act
inline constexpr char kPersonKey = 'P';        // person → PersonState
inline constexpr char kRosterKey = 'R';        // post 0 date position person → changes of holdings
inline constexpr char kPresentKey = 'S';       // date position person → changes of standings
inline constexpr char kUnitPostsKey = 'U';     // unit 0 post → nothing
inline constexpr char kUnitPersonsKey = 'V';   // unit 0 person → nothing: who was ever in it
inline constexpr char kCorrectionKey = 'X';    // position position → act: what was said of an act later

inline void put_date(Bytes& out, Date date) { put_u32(out, static_cast<std::uint32_t>(date.days) ^ 0x80000000u); }
inline Date get_date(BytesView in) { return Date{static_cast<std::int32_t>(get_u32(in) ^ 0x80000000u)}; }
inline Bytes text_key(char view, std::string_view text) {
  Bytes key;
  key.reserve(text.size() + 32);
  key.push_back(view);
  key.append(text);
  key.push_back('\0');
  return key;
}

}  // namespace sillok

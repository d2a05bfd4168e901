#pragma once
// The real agencies and reorganizations the demo is set in.
#include <span>
#include <string_view>

namespace sillok::demo {

struct AgencyFact {
  std::string_view slug, name_ko, name_en, kind;
  int from, to;  // YYYYMMDD, 0: open
};
struct ReorganizationFact {
  int on;                           // YYYYMMDD
  std::string_view kind, from, to;  // slugs, several joined by ';'
  std::string_view legal_basis;
};

#include "tools/demo/agencies.inc"

}  // namespace sillok::demo

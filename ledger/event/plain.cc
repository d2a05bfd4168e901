#include "ledger/event/plain.h"

namespace sillok {

std::string_view name_of(Trust trust) {
  switch (trust) {
    case Trust::kLive: return "live";
    case Trust::kSigned: return "signed";
    case Trust::kSystem: return "system";
    case Trust::kPaper: return "paper";
    case Trust::kStatement: return "statement";
  }
  return "unknown";
}

}  // namespace sillok

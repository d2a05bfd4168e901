#include "ledger/desk/receipt.h"

#include <algorithm>

namespace sillok {
namespace {

// The rank of a refusal code (contract §3).
int rank(std::string_view code) {
  if (code.starts_with("order.")) return 0;
  if (code == "authority.same_person") return 1;
  if (code.starts_with("signature.")) return 2;
  if (code.starts_with("authority.")) return 3;
  if (code.starts_with("person.")) return 4;
  if (code.starts_with("state.")) return 5;
  if (code.starts_with("correction.")) return 6;
  if (code.starts_with("organization.")) return 7;
  if (code.starts_with("leave.")) return 8;
  if (code.ends_with(".restricted")) return 9;
  if (code.ends_with(".minimum_time")) return 10;
  if (code.starts_with("quota.")) return 12;
  return 11;
}

}  // namespace

void sort_reasons(std::vector<Reason>& reasons) {
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return rank(a.code) < rank(b.code); });
}

std::vector<std::string> further_codes(const std::vector<Reason>& reasons) {
  std::vector<std::string> codes;
  for (const Reason& reason : reasons) {
    if (reason.code != reasons.front().code && std::find(codes.begin(), codes.end(), reason.code) == codes.end())
      codes.push_back(reason.code);
  }
  return codes;
}

}  // namespace sillok

#pragma once
// A personnel audit: every career held against the states, the units and the law of its days, live acts and imported
// history alike (contract §2; design 11). Reads only.
#include <functional>
#include <string>

#include "ledger/desk/ledger.h"
#include "ledger/rules/record_findings.h"
#include "projections/views.h"

namespace sillok {

struct AuditQuery {
  std::string rule;              // empty: all; a rule, or the first word of several ("promotion")
  std::string unit;              // empty: all; whoever was in it, or in what stands below it, on the finding's day
  std::optional<Date> from, to;  // [from, to) of the finding's day
};
struct AuditFinding {
  std::string person;
  Finding finding;
};
// Findings by person, then by day. Stops where `each` gives false.
Result<Ok> audit(Ledger& ledger, const Views& views, const AuditQuery& query,
                 const std::function<bool(const AuditFinding&)>& each,
                 const std::function<void(std::uint64_t persons)>& progress);

// What an auditor asks for by name: one word each for what several rules find ("overlap": person.exists, …).
bool answers_to(const Finding& finding, std::string_view rule);
// Whether anything could ever answer to it; and every rule there is, by name.
bool is_audit_rule(std::string_view rule);
std::vector<std::string_view> audit_rules();

}  // namespace sillok

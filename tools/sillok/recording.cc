#include "tools/sillok/recording.h"

#include <fmt/format.h>

#include "projections/desk_records.h"
#include "tools/sillok/signing.h"

namespace sillok::cli {
namespace {

std::string_view name_of(Receipt::Status status) {
  switch (status) {
    case Receipt::Status::kRecorded: return "recorded";
    case Receipt::Status::kDuplicate: return "duplicate";
    case Receipt::Status::kRefused: return "refused";
  }
  return "refused";
}

Result<Ok> need(const std::string& given, const char* option) {
  if (!given.empty()) return Ok{};
  return fail(Fault::misuse, "option.missing", option,
              "a real ledger needs --authority, --order, --drafted-by, --approved-by, --on and the two officers' --key "
              "files to "
              "record something");
}

}  // namespace

void RecordingOptions::add_to(CLI::App& command, Day day) {
  command.add_option("--authority", authority, "code of the authority that orders it");
  command.add_option("--order", order, "number of the order");
  command.add_option("--drafted-by", drafted_by, "the officer who drafts it");
  command.add_option("--approved-by", approved_by, "the officer who approves it");
  if (day == Day::kAsked) command.add_option("--on", on, "the day of the order, YYYY-MM-DD");
  command.add_option("--key", keys, "key files of the two officers");
}

bool RecordingOptions::given() const {
  return !(authority.empty() && order.empty() && drafted_by.empty() && approved_by.empty() && on.empty() &&
           keys.empty());
}

Result<Ok> need_officers(const RecordingOptions& options) {
  SILLOK_CHECK(need(options.authority, "--authority"));
  SILLOK_CHECK(need(options.order, "--order"));
  SILLOK_CHECK(need(options.drafted_by, "--drafted-by"));
  SILLOK_CHECK(need(options.approved_by, "--approved-by"));
  SILLOK_CHECK(need(options.on, "--on"));
  return need(options.keys.empty() ? "" : options.keys.front(), "--key");
}

Outcome record_one(const Context& context, const RecordingOptions& options, PlainAct act) {
  SILLOK_TRY(receipt, record_order(context, options, "SPOA:32", {std::move(act)}));
  return print_receipt(context, receipt);
}

Result<Ok> check_revocable(const Context& context, Position position, Act wanted) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const auto entry = ledger->log().read(position);
  if (entry && EventView::trust(*entry).body().act() == wanted) return Ok{};
  return fail(Fault::not_found, "correction.target_unknown", fmt::format("position {}", position),
              fmt::format("no {} event stands there; see `sillok keys list`", name_of(wanted)));
}

namespace {

Result<Receipt> record_as_asked(const Context& context, const RecordingOptions& options, const char* legal_basis,
                                std::vector<PlainAct> acts) {
  SILLOK_TRY(open, open_to_write(context));
  Ledger& ledger = *open.ledger;
  OrderLine line;
  PlainHeader& header = line.order.header;
  if (!ledger.is_sandbox()) SILLOK_CHECK(need_officers(options));
  header.authority = options.authority.empty() ? "sandbox" : options.authority;
  header.order = options.order.empty() ? fmt::format("sandbox-{}", ledger.log().head().size) : options.order;
  header.drafted_by = options.drafted_by;
  header.approved_by = options.approved_by;
  header.legal_basis = {legal_basis};
  header.issued_on = korean_day(now_of(ledger));
  if (!options.on.empty()) {
    SILLOK_TRY(on, read_date(options.on, "--on"));
    header.issued_on = on;
  }
  for (PlainAct& act : acts) act.effective_on = header.issued_on;
  line.order.acts = std::move(acts);
  SILLOK_CHECK(complete_line(line, options.keys, ledger));
  DeskRecords records{*open.views};
  return take_in_one(std::move(line), ledger, records, {});
}

}  // namespace

Result<Receipt> record_order(const Context& context, const RecordingOptions& options, const char* legal_basis,
                             std::vector<PlainAct> acts) {
  auto receipt = record_as_asked(context, options, legal_basis, std::move(acts));
  // There is no input but the options.
  if (!receipt && receipt.error().fault == Fault::malformed) receipt.error().fault = Fault::misuse;
  return receipt;
}

namespace {

boost::json::value won_or_null(std::optional<std::int64_t> won) {
  return won ? boost::json::value(*won) : boost::json::value(nullptr);
}

// What a dry run touches: later acts with whether they hold, and pay month by month.
void put_cascades(const Receipt& receipt, boost::json::object& out) {
  if (receipt.cascades.empty()) return;
  boost::json::array acts, months;
  std::int64_t difference = 0;
  for (const Cascade& each : receipt.cascades) {
    for (const TouchedAct& act : each.acts) {
      boost::json::object line{{"person", each.person},
                               {"position", act.position},
                               {"act", name_of(act.act)},
                               {"effective_on", to_string(act.effective_on)},
                               {"holds", act.holds}};
      line["code"] = act.holds ? boost::json::value(nullptr) : boost::json::value(act.code);
      line["message"] = act.holds ? boost::json::value(nullptr) : boost::json::value(act.message);
      acts.push_back(std::move(line));
    }
    for (const PayMonth& month : each.months) {
      boost::json::object line{{"person", each.person}, {"month", fmt::format("{:04}-{:02}", month.year, month.month)}};
      line["before"] = won_or_null(month.before);
      line["after"] = won_or_null(month.after);
      const bool is_known = month.before && month.after;
      line["difference"] = is_known ? boost::json::value(*month.after - *month.before) : boost::json::value(nullptr);
      if (is_known) difference += *month.after - *month.before;
      months.push_back(std::move(line));
    }
  }
  out["cascade"] = std::move(acts);
  out["pay_months"] = std::move(months);
  out["pay_difference"] = difference;
}

void print_cascades(const Receipt& receipt) {
  for (const Cascade& each : receipt.cascades) {
    for (const TouchedAct& act : each.acts) {
      fmt::print("  {}  {}  position {}  {}{}\n", to_string(act.effective_on), each.person, act.position,
                 name_of(act.act), act.holds ? ": holds" : fmt::format(": {}: {}", act.code, act.message));
    }
    for (const PayMonth& month : each.months) {
      const auto won = [](std::optional<std::int64_t> amount) { return amount ? std::to_string(*amount) : "unknown"; };
      fmt::print("  {:04}-{:02}  {}  base pay {} -> {}\n", month.year, month.month, each.person, won(month.before),
                 won(month.after));
    }
  }
}

}  // namespace

boost::json::object receipt_json(const Receipt& receipt) {
  boost::json::object out{{"order", receipt.order}, {"status", name_of(receipt.status)}};
  if (receipt.status == Receipt::Status::kRefused) {
    const Reason& first = receipt.reasons.front();
    boost::json::array also;
    for (const std::string& code : further_codes(receipt.reasons)) also.push_back(boost::json::value(code));
    out["code"] = first.code;
    out["also"] = std::move(also);
    out["act"] = first.act ? boost::json::value(*first.act) : boost::json::value(nullptr);
    out["person"] = first.person.empty() ? boost::json::value(nullptr) : boost::json::value(first.person);
    out["message"] = first.message;
    out["legal_reference"] =
        first.legal_reference.empty() ? boost::json::value(nullptr) : boost::json::value(first.legal_reference);
    out["policy"] = first.policy.empty() ? boost::json::value(nullptr) : boost::json::value(first.policy);
    put_cascades(receipt, out);
    return out;
  }
  out["positions"] = boost::json::array{receipt.first, receipt.last};
  out["recorded_at"] = to_string(receipt.recorded_at);
  out["checkpoint_size"] = receipt.checkpoint_size;
  if (!receipt.reasons.empty()) {
    boost::json::array findings;
    for (const Reason& reason : receipt.reasons) {
      boost::json::object finding{{"code", reason.code}, {"message", reason.message}};
      finding["act"] = reason.act ? boost::json::value(*reason.act) : boost::json::value(nullptr);
      finding["person"] = reason.person.empty() ? boost::json::value(nullptr) : boost::json::value(reason.person);
      findings.push_back(std::move(finding));
    }
    out["findings"] = std::move(findings);
  }
  put_cascades(receipt, out);
  return out;
}

int print_receipt(const Context& context, const Receipt& receipt, bool dry_run) {
  const bool refused = receipt.status == Receipt::Status::kRefused;
  if (dry_run && !context.json) fmt::print("(dry run) ");
  if (context.json) {
    boost::json::object answer = receipt_json(receipt);
    if (dry_run) answer["dry_run"] = true;
    print_json(answer);
  } else if (refused) {
    const Reason& first = receipt.reasons.front();
    fmt::print("refused    {}  {}{}: {}\n", receipt.order, first.code,
               first.person.empty() ? "" : " (" + first.person + ")", first.message);
  } else {
    fmt::print("{:<9}  {}  positions {}..{}  {}\n", name_of(receipt.status), receipt.order, receipt.first, receipt.last,
               to_string(receipt.recorded_at));
    for (const Reason& reason : receipt.reasons)
      fmt::print("  finding  {}{}: {}\n", reason.code, reason.person.empty() ? "" : " (" + reason.person + ")",
                 reason.message);
  }
  if (!context.json) print_cascades(receipt);
  std::fflush(stdout);
  return refused ? 1 : 0;
}

}  // namespace sillok::cli

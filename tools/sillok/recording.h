#pragma once
// Commands that record something: who orders it, and how it is signed (contract §2).
#include <string>
#include <vector>

#include "ledger/desk/intake.h"
#include "tools/sillok/context.h"

namespace sillok::cli {

struct RecordingOptions {
  std::string authority, order, drafted_by, approved_by, on;
  std::vector<std::string> keys;                // key files of the two officers
  enum class Day : bool { kAsked, kNotAsked };  // a command may know the order's day, or mean another by --on
  void add_to(CLI::App& command, Day day = Day::kAsked);
  bool given() const;  // any of them
};

// Fault::misuse where a real ledger isn't told all of who orders.
Result<Ok> need_officers(const RecordingOptions& options);
// Makes one order of the acts, signs it with the key files (a sandbox signs by itself) and records
// it. Fault::misuse where a real ledger isn't told who orders.
Result<Receipt> record_order(const Context& context, const RecordingOptions& options, const char* legal_basis,
                             std::vector<PlainAct> acts);
// An act on keys or grants, recorded and its receipt printed.
Outcome record_one(const Context& context, const RecordingOptions& options, PlainAct act);
// The event that a revocation names must be there, and of the kind that it revokes.
Result<Ok> check_revocable(const Context& context, Position position, Act wanted);
boost::json::object receipt_json(const Receipt& receipt);
// Prints the receipt, marked where nothing was recorded; the exit code that goes with it.
int print_receipt(const Context& context, const Receipt& receipt, bool dry_run = false);

}  // namespace sillok::cli

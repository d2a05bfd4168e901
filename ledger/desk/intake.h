#pragma once
// Takes in a stream of order lines: one thread reads lines, workers prepare them (parse, seal,
// build, check signatures), the caller's thread decides and records in the order of the lines.
// A batch is committed when nothing more is under way, when it is large, or when its first order
// has waited long enough; so a single line is answered at once and a file goes by in batches.
#include <cstdint>
#include <functional>

#include "ledger/desk/desk.h"
#include "ledger/event/order_line.h"

namespace sillok {

struct IntakeOptions {
  Intake intake = Intake::kSubmit;
  Trust trust = Trust::kLive;
  bool dry_run = false;
  unsigned workers = 0;  // 0: one a core
};

// Reads `file` to its end (a pipe: as lines arrive). Every line that isn't blank gives one outcome
// to `sink`, in order; recorded ones only once durable. Returns an error where nothing more can be
// done; what was answered before stays answered.
Result<Ok> take_in(int file, Ledger& ledger, PersonRecords& records, const IntakeOptions& options,
                   const Desk::Sink& sink);

// Records one order the program itself made (grants, keys), the same way.
Result<Receipt> take_in_one(OrderLine line, Ledger& ledger, PersonRecords& records, const IntakeOptions& options);

}  // namespace sillok

#pragma once
// A ledger and its views, opened together: the views are at the ledger's head.
#include <filesystem>
#include <memory>

#include "ledger/desk/ledger.h"
#include "projections/views.h"

namespace sillok {

struct OpenedLedger {
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Views> views;
};

// For asking, beside whoever records: it shows the ledger as it was when it was opened. Fault::misuse
// where there is no ledger, Fault::damaged where it does not hold.
Result<OpenedLedger> open_to_read(const std::filesystem::path& ledger_directory);

}  // namespace sillok

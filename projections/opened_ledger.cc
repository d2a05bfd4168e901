#include "projections/opened_ledger.h"

namespace sillok {

Result<OpenedLedger> open_to_read(const std::filesystem::path& ledger_directory) {
  const std::filesystem::path directory = Ledger::views_directory(ledger_directory);
  auto stored = Views::stored(directory);
  // What the ledger says of itself comes first: there may be none.
  SILLOK_TRY(ledger, Ledger::open(ledger_directory, Access::kRead));
  if (!stored) return tl::unexpected{std::move(stored).error()};
  SILLOK_TRY(views, Views::open_beside(directory, *std::move(stored), ledger->log()));
  SILLOK_CHECK(views->catch_up());
  return OpenedLedger{std::move(ledger), std::move(views)};
}

}  // namespace sillok

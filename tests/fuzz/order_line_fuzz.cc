// Order lines: what is read can be written, and reads the same again.
#include "ledger/event/order_line.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sillok;
  OrderLineReader reader;
  const auto line = reader.read(fuzz::text(data, size));
  if (!line) {
    fuzz::must(line.error().fault == Fault::malformed, "what can't be read is malformed, nothing else");
    return 0;
  }
  ++fuzz::accepted;
  const std::string written = write_order_line(*line);
  const auto again = reader.read(written);
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(again->order.header == line->order.header && again->order.acts == line->order.acts,
             "the order is the same");
  fuzz::must(again->recorded_at == line->recorded_at && again->drafter_signature == line->drafter_signature &&
                 again->approver_signature == line->approver_signature && again->sealed_bodies == line->sealed_bodies &&
                 again->field_keys == line->field_keys,
             "what stands beside it is the same");
  fuzz::must(write_order_line(*again) == written, "and it is written the same");
  return 0;
}

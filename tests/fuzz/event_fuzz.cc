// Bytes as a body, a header and an entry: what our own walk accepts the stock verifier accepts, and it can be read.
#include <flatbuffers/flatbuffers.h>

#include <cstring>

#include "ledger/event/codec.h"
#include "schemas/act_generated.h"
#include "schemas/envelope_generated.h"
#include "schemas/order_generated.h"
#include "tests/fuzz/fuzz.h"
#include "tests/ledger/event/samples.h"

namespace {

using namespace sillok;

// Its own copy, aligned as flatbuffers wants it.
template <class Verify>
bool stock_accepts(BytesView bytes, const Verify& verify) {
  flatbuffers::Verifier verifier{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  return verify(verifier);
}

void read_all(const BodyView& body) {
  const PlainAct plain = plain_act(body, testing::KeylessOpener{});
  if (body.act() == Act::kUnknown) return;  // kept as it is, for a later program to read
  fuzz::must(stock_accepts(body.bytes(), wire::VerifySizePrefixedBodyBuffer), "the stock verifier accepts the body");
  fuzz::must(plain == plain_act(BodyView::trust(body.bytes()), testing::KeylessOpener{}),
             "checked and trusted read the same");
}

void check(BytesView bytes) {
  if (const auto body = BodyView::check(bytes)) {
    ++fuzz::accepted;
    read_all(*body);
  }
  if (const auto header = HeaderView::check(bytes)) {
    ++fuzz::accepted;
    fuzz::must(stock_accepts(bytes, wire::VerifySizePrefixedOrderHeaderBuffer),
               "the stock verifier accepts the header");
    (void)header->plain();
  }
  if (const auto event = EventView::check(bytes)) {
    ++fuzz::accepted;
    fuzz::must(stock_accepts(bytes, wire::VerifySizePrefixedEventBuffer), "the stock verifier accepts the entry");
    fuzz::must(BodyView::check(event->body_bytes()).has_value(), "an accepted entry has an accepted body");
    read_all(event->body());
    if (const auto opening = event->opening()) {
      fuzz::must(HeaderView::check(opening->header).has_value(), "and an accepted header");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check(fuzz::text(data, size));
  if (size < 4) return 0;
  // Once more with the size that it should declare, or nothing that was made longer or shorter gets far.
  Bytes sized{fuzz::text(data, size)};
  const auto declared = static_cast<std::uint32_t>(size - 4);
  std::memcpy(sized.data(), &declared, 4);
  check(sized);
  return 0;
}

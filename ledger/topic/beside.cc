#include "ledger/topic/beside.h"

#include "ledger/desk/ledger_files.h"
#include "ledger/topic/home.h"
#include "ledger/topic/sequencer.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kDeliveryTimeout{5'000};

}  // namespace

Result<std::optional<std::int64_t>> put_beside(const Ledger& ledger,
                                               const std::variant<TopicMark, TopicRead>& content) {
  SILLOK_TRY(home, read_topic_home(ledger.directory()));
  SILLOK_TRY(address, address_of(home));
  SILLOK_TRY(node, node_signer(ledger.directory(), ledger.genesis()));
  if (!ledger.registry().is_node(node.public_key())) return is_no_node(ledger.directory());
  SILLOK_TRY(writer, TopicWriter::open(address, {kDeliveryTimeout, milliseconds{0}}));
  const Bytes record =
      std::visit([&](const auto& each) { return write_signed_record(each, node, ledger.genesis().hash); }, content);
  SILLOK_CHECK(writer->send(record));
  auto outcome = writer->next_outcome(kDeliveryTimeout);
  while (!outcome) outcome = writer->next_outcome(kDeliveryTimeout);  // every ticket gets one in its time
  return std::move(outcome->stored);
}

}  // namespace sillok

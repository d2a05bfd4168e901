// Bytes written by a release must mean the same to every later one. tests/vectors/events holds,
// for each kind of act, the bytes (.hex) and what they say (.json); so too for a header and an
// entry. They are never written again: SILLOK_WRITE_VECTORS=1 only adds what isn't there yet,
// which is how a new act gets its own.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/event/codec.h"
#include "ledger/event/order_line.h"
#include "tests/ledger/event/samples.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path kVectors = paths::source_dir() / "tests" / "vectors" / "events";

std::string read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  EXPECT_TRUE(in) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Hex in lines of 64 digits.
Bytes bytes_of(const fs::path& path) {
  std::string text = read_file(path);
  std::erase(text, '\n');
  const auto bytes = from_hex(text);
  EXPECT_TRUE(bytes) << path;
  return bytes.value_or(Bytes{});
}

void write_missing(const std::string& name, BytesView bytes, const json::object& meaning) {
  const fs::path hex = kVectors / (name + ".hex"), text = kVectors / (name + ".json");
  if (fs::exists(hex) || fs::exists(text)) return;
  std::ofstream out{hex};
  const std::string digits = to_hex(bytes);
  for (std::size_t at = 0; at < digits.size(); at += 64) out << digits.substr(at, 64) << '\n';
  std::ofstream{text} << json::serialize(meaning) << '\n';
}

json::object meaning_of(const BodyView& body) {
  const PlainAct act = plain_act(body, testing::OpenOpener{});
  json::object out{{"act", name_of(act.act)}, {"subject", act.subject}, {"effective_on", to_string(act.effective_on)}};
  out["data"] = data_json(act);
  json::object personal;
  for (const auto& [member, text] : act.personal) personal.emplace(name_of(member), text);
  out["personal"] = std::move(personal);
  json::array sealed;
  for (std::size_t i = 0; i < body.sealed_count(); ++i) {
    const SealedField field = body.sealed(i);
    sealed.push_back(json::object{{"name", field.is_personal ? name_of(field.personal) : name_of(field.field)},
                                  {"key_id", to_hex(view(field.key_id))},
                                  {"nonce", to_hex(view(field.nonce))},
                                  {"ciphertext", to_hex(field.ciphertext)}});
  }
  out["sealed"] = std::move(sealed);
  out["sex"] = static_cast<int>(body.sex());
  out["birth_half"] = body.birth_half() ? json::value(*body.birth_half()) : json::value(nullptr);
  if (act.expected_revision) out["expected_revision"] = *act.expected_revision;
  if (act.source_recorded_at) out["source_recorded_at"] = to_string(*act.source_recorded_at);
  return out;
}

json::object meaning_of(const HeaderView& view) {
  const PlainHeader header = view.plain();
  json::array evidence, basis;
  for (const std::string& text : header.legal_basis) basis.emplace_back(text);
  for (const Evidence& piece : header.evidence) evidence.push_back({{"title", piece.title}, {"sha256", piece.sha256}});
  return {{"order", header.order},
          {"authority", header.authority},
          {"issued_on", to_string(header.issued_on)},
          {"legal_basis", basis},
          {"drafted_by", header.drafted_by},
          {"approved_by", header.approved_by},
          {"command_id", header.command_id},
          {"evidence", evidence},
          {"remarks", header.remarks},
          {"procedure_on", header.procedure_on ? json::value(to_string(*header.procedure_on)) : json::value(nullptr)},
          {"trust", name_of(header.trust)}};
}

json::object meaning_of(const EventView& event) {
  json::object out{{"position", event.position()},
                   {"recorded_at", to_string(event.recorded_at())},
                   {"previous", to_hex(view(event.previous()))},
                   {"revision", event.revision()},
                   {"person_previous", event.person_previous()},
                   {"index", event.index()},
                   {"body", meaning_of(event.body())}};
  if (const auto opening = event.opening()) {
    out["opening"] = json::object{{"header", meaning_of(HeaderView::check(opening->header).value())},
                                  {"act_count", opening->act_count},
                                  {"act_root", to_hex(view(opening->act_root))},
                                  {"drafter_signature", to_hex(view(opening->drafter_signature))},
                                  {"approver_signature", to_hex(view(opening->approver_signature))},
                                  {"drafter_key", opening->drafter_key},
                                  {"approver_key", opening->approver_key},
                                  {"drafter_grant", opening->drafter_grant},
                                  {"approver_grant", opening->approver_grant}};
  }
  return out;
}

// The next entry of the log when there is nothing but samples.
Bytes sample_entry(std::uint32_t index, BytesView body) {
  const Bytes header = build_header(testing::sample_header()).value();
  const Opening opening = testing::sample_opening(header);
  EntryBuilder builder;
  Envelope envelope{7, Instant{1'709'337'600'000'001}, {}, 4, 3, index};
  envelope.previous.fill(0x99);
  return Bytes{builder.build(envelope, index == 0 ? &opening : nullptr, body).value()};
}

class Golden : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::getenv("SILLOK_WRITE_VECTORS")) return;
    fs::create_directories(kVectors);
    for (const Act act : testing::all_acts()) {
      const PlainAct plain = testing::sample_act(act);
      const Bytes body = build_body(plain, testing::seal_openly(plain)).value();
      write_missing(std::string{name_of(act)}, body, meaning_of(BodyView::trust(body)));
    }
    const Bytes header = build_header(testing::sample_header()).value();
    write_missing("order-header", header, meaning_of(HeaderView::check(header).value()));
    const PlainAct hired = testing::sample_act(Act::kHired);
    const Bytes body = build_body(hired, testing::seal_openly(hired)).value();
    for (const std::uint32_t index : {0u, 2u}) {
      const Bytes entry = sample_entry(index, body);
      write_missing(index == 0 ? "entry-first" : "entry-later", entry, meaning_of(EventView::trust(entry)));
    }
  }
};

TEST_F(Golden, BodiesOfEveryActMeanWhatTheyMeant) {
  for (const Act act : testing::all_acts()) {
    const std::string name{name_of(act)};
    SCOPED_TRACE(name);
    const Bytes bytes = bytes_of(kVectors / (name + ".hex"));
    const auto body = BodyView::check(bytes);
    ASSERT_TRUE(body) << body.error().message;
    EXPECT_EQ(json::serialize(meaning_of(*body)) + "\n", read_file(kVectors / (name + ".json")));
  }
}

TEST_F(Golden, HeaderMeansWhatItMeant) {
  const Bytes bytes = bytes_of(kVectors / "order-header.hex");
  const auto header = HeaderView::check(bytes);
  ASSERT_TRUE(header);
  EXPECT_EQ(json::serialize(meaning_of(*header)) + "\n", read_file(kVectors / "order-header.json"));
}

TEST_F(Golden, EntriesMeanWhatTheyMeant) {
  for (const std::string name : {"entry-first", "entry-later"}) {
    SCOPED_TRACE(name);
    const Bytes bytes = bytes_of(kVectors / (name + ".hex"));
    const auto event = EventView::check(bytes);
    ASSERT_TRUE(event);
    EXPECT_EQ(json::serialize(meaning_of(*event)) + "\n", read_file(kVectors / (name + ".json")));
  }
}

}  // namespace
}  // namespace sillok

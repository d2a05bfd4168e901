// Bytes that no builder wrote: each must be refused before anything reads them, and whatever is
// accepted must be sound for the stock verifier too.
#include <flatbuffers/flatbuffers.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

#include "ledger/event/codec.h"
#include "ledger/event/wire_slots.h"
#include "tests/ledger/event/reflection.h"
#include "tests/ledger/event/samples.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

using testing::all_acts;
using testing::sample_act;

Bytes body_of(const PlainAct& act) { return build_body(act, testing::seal_openly(act)).value(); }

Bytes entry_of(const Bytes& body) {
  const Bytes header = build_header(testing::sample_header()).value();
  const Opening opening = testing::sample_opening(header);
  EntryBuilder builder;
  return Bytes{builder.build(Envelope{7, Instant{5}, {}, 1, 3, 0}, &opening, body).value()};
}

std::string refused_for(BytesView bytes) {
  const auto view = BodyView::check(bytes);
  if (view) return "accepted";
  EXPECT_EQ(view.error().fault, Fault::malformed);
  EXPECT_EQ(view.error().code, "event.malformed");
  return view.error().message;
}

void store(Bytes& bytes, std::size_t at, std::uint32_t value) { std::memcpy(bytes.data() + at, &value, 4); }

TEST(Forgery, TrailingBytesAreRefused) {
  const Bytes body = body_of(sample_act(Act::kHired));
  EXPECT_EQ(refused_for(body + '\0'), "body: the length isn't the one declared");
  EXPECT_EQ(refused_for(body + Bytes(8, '\0')), "body: the length isn't the one declared");
  const Bytes header = build_header(testing::sample_header()).value();
  EXPECT_FALSE(HeaderView::check(header + '\0'));
  EXPECT_FALSE(EventView::check(entry_of(body) + '\0'));
}

TEST(Forgery, EveryTruncationIsRefused) {
  const Bytes body = body_of(sample_act(Act::kHired));
  const Bytes entry = entry_of(body);
  for (std::size_t size = 0; size < body.size(); ++size) EXPECT_FALSE(BodyView::check(body.substr(0, size))) << size;
  for (std::size_t size = 0; size < entry.size(); ++size) EXPECT_FALSE(EventView::check(entry.substr(0, size))) << size;
}

TEST(Forgery, TruncationsThatDeclareThemselvesAreNeverReadOutside) {
  const Bytes body = body_of(sample_act(Act::kRectified));
  for (std::size_t size = 20; size < body.size(); ++size) {
    Bytes shorter = body.substr(0, size);
    store(shorter, 0, static_cast<std::uint32_t>(size - 4));
    if (const auto view = BodyView::check(shorter)) (void)plain_act(*view, testing::OpenOpener{});
  }
}

TEST(Forgery, OneKindOfBytesIsNotAnother) {
  const Bytes body = body_of(sample_act(Act::kDied)), header = build_header(testing::sample_header()).value();
  EXPECT_FALSE(HeaderView::check(body));
  EXPECT_FALSE(EventView::check(body));
  EXPECT_EQ(refused_for(header), "body: another file identifier");
}

TEST(Forgery, AnActOfALaterReleasePasses) {
  Bytes body = body_of(sample_act(Act::kDied));
  const char* type = WireTable{wire_root(body)}.field(body_slot::kActType);
  ASSERT_TRUE(type);
  body[static_cast<std::size_t>(type - body.data())] = static_cast<char>(kActCount);
  const auto view = BodyView::check(body);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->act(), Act::kUnknown);
  EXPECT_EQ(view->subject(), "P0001");
  EXPECT_TRUE(plain_act(*view, testing::OpenOpener{}).data.empty());
  EXPECT_FALSE(view->has(Field::kUnit));
}

// 1,024 references to one text of 8,000 bytes would make a short body cost as much as 8 MB.
TEST(Forgery, SharedObjectsAreRefused) {
  flatbuffers::FlatBufferBuilder builder;
  const auto text = builder.CreateString(std::string(2000, 'x'));
  const auto rows = builder.CreateVector(std::vector<flatbuffers::Offset<flatbuffers::String>>(1024, text));
  const auto table = builder.CreateString("T"), applies = builder.CreateString("act"), law = builder.CreateString("L");
  auto start = builder.StartTable();
  const auto slot = [](Field field) { return field_slot(Act::kPolicyAdopted, field); };
  builder.AddOffset(slot(Field::kTable), table);
  builder.AddElement<std::int32_t>(slot(Field::kValidFrom), 1);
  builder.AddOffset(slot(Field::kAppliesBy), applies);
  builder.AddOffset(slot(Field::kRows), rows);
  builder.AddOffset(slot(Field::kLegalReference), law);
  const auto act = builder.EndTable(start);
  start = builder.StartTable();
  builder.AddElement<std::int32_t>(body_slot::kEffectiveOn, 1);
  builder.AddOffset(body_slot::kAct, flatbuffers::Offset<void>{act});
  builder.AddElement<std::uint8_t>(body_slot::kActType, static_cast<std::uint8_t>(Act::kPolicyAdopted));
  builder.FinishSizePrefixed(flatbuffers::Offset<void>{builder.EndTable(start)}, "SLKB");
  const BytesView bytes{reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
  EXPECT_EQ(refused_for(bytes), "body: an object is reached twice");
}

TEST(Forgery, MisalignedFieldsAreRefused) {
  Bytes body = body_of(sample_act(Act::kStepCorrected));
  // The table's entry for one of its three numbers moves by four bytes, within the table.
  const WireTable data = *WireTable{wire_root(body)}.table(body_slot::kAct);
  const auto at = static_cast<std::size_t>(data.address() - body.data());
  const auto vtable = static_cast<std::size_t>(static_cast<std::int64_t>(at) - load<std::int32_t>(body.data() + at));
  const auto size = load<std::uint16_t>(body.data() + vtable + 2);
  for (const Field field : {Field::kTarget, Field::kStep, Field::kRemainderMonths}) {
    const auto entry = vtable + field_slot(Act::kStepCorrected, field);
    const auto moved = static_cast<std::uint16_t>(load<std::uint16_t>(body.data() + entry) + 4);
    if (moved + 8 > size) continue;
    std::memcpy(body.data() + entry, &moved, 2);
    break;
  }
  EXPECT_EQ(refused_for(body), "body: misaligned");
}

TEST(Forgery, BodyMayLieAnywhereInMemory) {
  const PlainAct act = sample_act(Act::kHired);
  const Bytes entry = entry_of(body_of(act));
  for (std::size_t shift = 0; shift < 8; ++shift) {
    const Bytes moved = Bytes(shift, ' ') + entry;
    const auto event = EventView::check(BytesView{moved}.substr(shift));
    ASSERT_TRUE(event);
    EXPECT_EQ(plain_act(event->body(), testing::OpenOpener{}), act);
    EXPECT_EQ(event->opening()->act_count, 1u);
  }
}

class Mutants : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"act", "order", "envelope"}) {
      std::ifstream in{paths::schema_dir() / (std::string{name} + ".bfbs"), std::ios::binary};
      ASSERT_TRUE(in) << name;
      std::ostringstream out;
      out << in.rdbuf();
      schemas_.push_back(out.str());
    }
  }

  bool sound(std::size_t schema, BytesView bytes) const {
    const auto* parsed = reflection::GetSchema(schemas_[schema].data());
    // The library reads aligned memory only.
    const std::vector<std::uint64_t> aligned = [&] {
      std::vector<std::uint64_t> out(bytes.size() / 8 + 1);
      std::memcpy(out.data(), bytes.data(), bytes.size());
      return out;
    }();
    return flatbuffers::VerifySizePrefixed(*parsed, *parsed->root_table(),
                                           reinterpret_cast<const std::uint8_t*>(aligned.data()), bytes.size());
  }

  std::vector<std::string> schemas_;
};

// One to four bytes changed, thousands of times, always the same ones.
template <class Check>
void mutate(const Bytes& original, std::uint32_t seed, int rounds, const Check& check) {
  std::mt19937 random{seed};
  for (int round = 0; round < rounds; ++round) {
    Bytes mutant = original;
    for (std::uint32_t i = 0, count = 1 + random() % 4; i < count; ++i) {
      char& byte = mutant[random() % mutant.size()];
      byte = random() % 2 ? static_cast<char>(byte ^ (1u << random() % 8)) : static_cast<char>(random());
    }
    check(mutant);
  }
}

TEST_F(Mutants, AcceptedBodiesAreSoundAndReadable) {
  int accepted = 0, refused = 0;
  for (const Act act : all_acts()) {
    SCOPED_TRACE(name_of(act));
    mutate(body_of(sample_act(act)), static_cast<std::uint32_t>(act), 400, [&](const Bytes& mutant) {
      const auto view = BodyView::check(mutant);
      ++(view ? accepted : refused);
      if (!view) return;
      // The stock verifier can't judge an act it doesn't know.
      EXPECT_TRUE(view->act() == Act::kUnknown || sound(0, mutant)) << to_hex(mutant);
      const PlainAct plain = plain_act(*view, testing::OpenOpener{});
      if (view->act() != Act::kUnknown) {
        EXPECT_EQ(plain_act(BodyView::trust(mutant), testing::OpenOpener{}), plain);
      }
    });
  }
  EXPECT_GT(accepted, 100) << "or the mutants prove nothing";
  EXPECT_GT(refused, 100);
}

TEST_F(Mutants, AcceptedEntriesAreSoundAndReadable) {
  int accepted = 0, refused = 0;
  mutate(entry_of(body_of(sample_act(Act::kRectified))), 7, 20'000, [&](const Bytes& mutant) {
    const auto view = EventView::check(mutant);
    ++(view ? accepted : refused);
    if (!view) return;
    EXPECT_TRUE(sound(2, mutant)) << to_hex(mutant);
    (void)plain_act(view->body(), testing::OpenOpener{});
    const auto opening = view->opening();
    EXPECT_TRUE(!opening || HeaderView::check(opening->header));
  });
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 100);
}

TEST_F(Mutants, AcceptedHeadersAreSoundAndReadable) {
  const Bytes header = build_header(testing::sample_header()).value();
  int accepted = 0;
  mutate(header, 9, 10'000, [&](const Bytes& mutant) {
    const auto view = HeaderView::check(mutant);
    if (!view) return;
    ++accepted;
    EXPECT_TRUE(sound(1, mutant)) << to_hex(mutant);
    (void)view->plain();
  });
  EXPECT_GT(accepted, 100);
}

TEST_F(Mutants, NoiseIsRefused) {
  std::mt19937 random{11};
  for (int round = 0; round < 20'000; ++round) {
    Bytes noise(20 + random() % 200, '\0');
    for (char& byte : noise) byte = static_cast<char>(random());
    store(noise, 0, static_cast<std::uint32_t>(noise.size() - 4));
    noise.replace(8, 4, kBodyIdentifier);
    EXPECT_FALSE(BodyView::check(noise)) << to_hex(noise);
  }
}

}  // namespace
}  // namespace sillok

// Two checkpoints of one ledger never disagree, whatever was restored from where.
#include "ledger/desk/checkpointer.h"

#include <gtest/gtest.h>

#include "ledger/crypto/checkpoint.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

class CheckpointerTest : public DeskTest {
 protected:
  static std::string hire(Room& room, const char* person) {
    return told(room.take_in({order_line(person, {hire_act(person)})})[0]);
  }
  static std::string outcome(const Ledger& ledger, std::uint64_t size) {
    const auto note = Checkpoints{ledger}.publish(size);
    return note ? "signed" : note.error().code;
  }
  std::filesystem::path stored() const { return directory() / "checkpoint"; }
};

TEST_F(CheckpointerTest, SignsWhatTheLogHolds) {
  const auto room = sandbox();
  hire(*room, "P1");
  const Genesis& genesis = room->ledger().genesis();
  const NoteKey key = make_note_key(genesis.origin, genesis.ledger_key);
  for (const std::uint64_t size : {1u, 2u, 3u}) {
    const auto note = Checkpoints{room->ledger()}.publish(size);
    ASSERT_TRUE(note) << note.error().message;
    const auto checkpoint = open_checkpoint(*note, genesis.origin, key);
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->size, size);
    EXPECT_EQ(checkpoint->root, room->log().tree().root(size).value());
  }
  EXPECT_EQ(outcome(room->ledger(), 4), "checkpoint.size");
  EXPECT_EQ(outcome(room->ledger(), 0), "checkpoint.size");
}

TEST_F(CheckpointerTest, TheNewestIsKeptAndASmallerOneDoesNotTakeItsPlace) {
  const auto room = sandbox();
  hire(*room, "P1");
  const std::string newest = Checkpoints{room->ledger()}.publish(3).value();
  EXPECT_EQ(read_all(stored()), newest);
  EXPECT_EQ(outcome(room->ledger(), 2), "signed");
  EXPECT_EQ(read_all(stored()), newest);
  EXPECT_EQ(Checkpoints{room->ledger()}.publish(3).value(), newest);
  hire(*room, "P2");
  EXPECT_EQ(outcome(room->ledger(), 4), "signed");
  EXPECT_NE(read_all(stored()), newest);
}

// The whole directory restored from an older copy, but for the checkpoint, which never is.
TEST_F(CheckpointerTest, ALedgerThatWakesUpBehindItsCheckpointSignsNothing) {
  auto room = sandbox();
  hire(*room, "P1");
  room.reset();
  const auto older = temp_.path() / "older";
  copy_tree(directory(), older);
  room = Room::enter(directory());
  hire(*room, "P2");
  const std::string newest = Checkpoints{room->ledger()}.publish(4).value();
  room.reset();
  copy_tree(older, directory());
  write_all(stored(), newest);
  const auto opened = [&](Access access) {
    const auto ledger = Ledger::open(directory(), access);
    return ledger ? "opens" : ledger.error().code;
  };
  EXPECT_EQ(opened(Access::kWrite), "checkpoint.behind") << "what it recorded could never be signed";
  room = Room::enter(directory(), Access::kRead);
  ASSERT_NE(room, nullptr);
  for (const std::uint64_t size : {1u, 2u, 3u}) EXPECT_EQ(outcome(room->ledger(), size), "checkpoint.behind");
  EXPECT_EQ(read_all(stored()), newest);
  // Other events up to the size of the checkpoint and beyond it make another history.
  std::filesystem::remove(stored());
  room = Room::enter(directory());
  for (const char* person : {"Q2", "Q3"}) hire(*room, person);
  room.reset();
  write_all(stored(), newest);
  EXPECT_EQ(opened(Access::kWrite), "checkpoint.forked");
  room = Room::enter(directory(), Access::kRead);
  for (const std::uint64_t size : {2u, 4u, 5u}) EXPECT_EQ(outcome(room->ledger(), size), "checkpoint.forked");
}

TEST_F(CheckpointerTest, AStoredCheckpointThatDoesNotHoldStopsSigning) {
  const auto room = sandbox();
  ASSERT_EQ(outcome(room->ledger(), 2), "signed");
  const std::string good = read_all(stored());
  hire(*room, "P1");
  for (std::size_t byte = 0; byte < good.size(); ++byte) {
    std::string bad = good;
    bad[byte] = static_cast<char>(bad[byte] ^ 1);
    write_all(stored(), bad);
    EXPECT_EQ(outcome(room->ledger(), 3), "checkpoint.damaged") << byte;
  }
  for (const std::string& bad : {std::string{}, good.substr(0, good.size() - 1), good + "\n"}) {
    write_all(stored(), bad);
    EXPECT_EQ(outcome(room->ledger(), 3), "checkpoint.damaged") << bad.size();
  }
  write_all(stored(), good);
  EXPECT_EQ(outcome(room->ledger(), 3), "signed");
}

TEST_F(CheckpointerTest, TheKeyMustBeThatOfTheGenesis) {
  InitOptions options;
  options.origin = "sillok/test";
  options.roots = {{"a", signer_of('a').public_key()}, {"b", signer_of('b').public_key()}};
  ASSERT_TRUE(Ledger::create(directory(), options));
  const auto ledger = Ledger::open(directory(), Access::kRead);
  ASSERT_TRUE(ledger);
  std::filesystem::remove(key_path(directory(), "ledger"));
  EXPECT_EQ(outcome(**ledger, 1), "key.missing");
  ASSERT_TRUE(write_key_file(key_path(directory(), "ledger"), {"ledger", "sillok/test", secret_of('x')}));
  EXPECT_EQ(outcome(**ledger, 1), "key.other");
  EXPECT_FALSE(std::filesystem::exists(stored()));
}

}  // namespace
}  // namespace sillok::testing

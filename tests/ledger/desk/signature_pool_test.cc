#include "ledger/desk/signature_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace sillok::testing {
namespace {

class SignaturePoolTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
  SignaturePool::Check check_of(Position position, bool good = true) const {
    SignaturePool::Check check{position, signer_.public_key(), "message " + std::to_string(position), {}};
    check.signature = signer_.sign(check.message);
    if (!good) check.signature[5] ^= 1;
    return check;
  }
  Signer signer_{Secret::from_bytes(Bytes(32, 'k')).value()};
};

TEST_F(SignaturePoolTest, NothingAddedAndAllGood) {
  SignaturePool pool{2};
  EXPECT_EQ(pool.finish(), std::nullopt);
  for (Position position = 0; position < 700; ++position) pool.add(check_of(position));
  EXPECT_EQ(pool.finish(), std::nullopt);
}

TEST_F(SignaturePoolTest, TheLowestBadOneIsNamedWhereverItStands) {
  for (const std::vector<Position>& bad :
       std::vector<std::vector<Position>>{{0}, {699}, {3, 400}, {698, 257, 256}, {1, 0}}) {
    SignaturePool pool{3};
    for (Position position = 0; position < 700; ++position)
      pool.add(check_of(position, std::find(bad.begin(), bad.end(), position) == bad.end()));
    EXPECT_EQ(pool.finish(), *std::min_element(bad.begin(), bad.end()));
  }
}

TEST_F(SignaturePoolTest, AnotherKeyOrMessageDoesNotHold) {
  SignaturePool pool{1};
  auto check = check_of(4);
  check.key = Signer{Secret::from_bytes(Bytes(32, 'x')).value()}.public_key();
  pool.add(check);
  check = check_of(2);
  check.message += '.';
  pool.add(check);
  EXPECT_EQ(pool.finish(), 2u);
}

// What the system grants is used: a machine short of memory or threads verifies slowly, it does not die.
TEST_F(SignaturePoolTest, FewerThreadsThanWantedDoTheSameWork) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer's own memory goes beyond any limit";
#endif
  const auto in_little_memory = [this] {
    std::ifstream statm{"/proc/self/statm"};
    rlim_t pages = 0;
    statm >> pages;
    const rlim_t room = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (24u << 20);  // two or three stacks
    const rlimit limit{room, room};
    ::setrlimit(RLIMIT_AS, &limit);
    SignaturePool pool{64};
    for (Position position = 0; position < 300; ++position) pool.add(check_of(position, position != 200));
    std::_Exit(pool.finish() == Position{200} ? 0 : 1);
  };
  EXPECT_EXIT(in_little_memory(), ::testing::ExitedWithCode(0), "");
}

TEST_F(SignaturePoolTest, MayBeLeftWithoutAskingForTheAnswer) {
  SignaturePool pool{2};
  for (Position position = 0; position < 500; ++position) pool.add(check_of(position));
}

}  // namespace
}  // namespace sillok::testing

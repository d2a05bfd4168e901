// A durable file is there whole, or not at all, and never in the place of another one by mistake.
#include "ledger/base/durable_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

namespace fs = std::filesystem;

class DurableFileTest : public ::testing::Test {
 protected:
  fs::path path() const { return directory_.path() / "file"; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{directory_.path()}, {}));
  }
  TempDirectory directory_;
};

TEST_F(DurableFileTest, HoldsEveryByteItWasGiven) {
  const std::string content = std::string(100'000, 'x') + '\0' + "end";
  ASSERT_FALSE(create_durably(path(), content, 0644));
  EXPECT_EQ(read_all(path()), content);
}

TEST_F(DurableFileTest, HasTheModeThatWasAskedForWhateverTheUmask) {
  for (const mode_t mask : {0, 077}) {
    const mode_t before = ::umask(mask);
    const auto failed = create_durably(path(), "x", 0640);
    ::umask(before);
    ASSERT_FALSE(failed) << failed.message();
    EXPECT_EQ(fs::status(path()).permissions(), static_cast<fs::perms>(0640));
    fs::remove(path());
  }
}

TEST_F(DurableFileTest, TakesNothingElsesPlace) {
  ASSERT_FALSE(create_durably(path(), "first", 0600));
  EXPECT_EQ(create_durably(path(), "second", 0600), std::errc::file_exists);
  EXPECT_EQ(read_all(path()), "first");
  const fs::path link = directory_.path() / "link", aim = directory_.path() / "aim";
  fs::create_symlink(aim, link);
  EXPECT_EQ(create_durably(link, "through the link", 0600), std::errc::file_exists);
  EXPECT_FALSE(fs::exists(aim));
}

TEST_F(DurableFileTest, LeavesNothingBehindWhereTheDiskIsFull) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{16, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto failed = create_durably(path(), std::string(100, 'x'), 0600);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(failed, std::errc::file_too_large);
  EXPECT_EQ(files(), 0u);
}

TEST_F(DurableFileTest, RenamingReplacesTheOldOneOrLeavesIt) {
  const fs::path fresh = directory_.path() / "fresh";
  ASSERT_FALSE(create_durably(path(), "old", 0600));
  ASSERT_FALSE(create_durably(fresh, "new", 0644));
  ASSERT_FALSE(rename_durably(fresh, path()));
  EXPECT_EQ(read_all(path()), "new");
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(rename_durably(fresh, path()), std::errc::no_such_file_or_directory);
  EXPECT_EQ(read_all(path()), "new");
}

TEST_F(DurableFileTest, NamesWhatIsMissing) {
  EXPECT_EQ(create_durably(directory_.path() / "absent" / "file", "x", 0600), std::errc::no_such_file_or_directory);
}

TEST_F(DurableFileTest, IsRemovedWithAllThatIsInIt) {
  ASSERT_FALSE(create_durably(path(), "x", 0600));
  const fs::path folder = directory_.path() / "folder";
  ASSERT_FALSE(create_directories_durably(folder / "below"));
  ASSERT_FALSE(create_durably(folder / "below" / "file", "x", 0600));
  EXPECT_FALSE(remove_durably(path()));
  EXPECT_FALSE(remove_durably(folder));
  EXPECT_EQ(files(), 0u);
  EXPECT_FALSE(remove_durably(path())) << "it is gone already";
  EXPECT_TRUE(remove_durably(directory_.path() / "nowhere" / "file")) << "nobody can say that it is gone for good";
}

}  // namespace
}  // namespace sillok::testing

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "ledger/crypto/keys.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

class KeyFileTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_crypto());
    std::string name = testing::TempDir() + "sillok-keys-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    path_ = directory_ / "officer.key";
  }
  void TearDown() override { fs::remove_all(directory_); }

  static KeyFile some_key() {
    Bytes bytes;
    for (int i = 0; i < 32; ++i) bytes += static_cast<char>(i);
    return {"officer", "hr.kim", Secret::from_bytes(bytes).value()};
  }
  void put(std::string_view content) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
    ASSERT_EQ(chmod(path_.c_str(), 0600), 0);
  }
  std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // The code of the refusal, or "read".
  std::string outcome() const {
    const auto key = read_key_file(path_);
    return key ? "read" : key.error().code;
  }

  fs::path directory_, path_;
};

// Frozen: a key written today is read by every later release.
constexpr std::string_view kGolden =
    "sillok-key/v1 officer hr.kim\n"
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9wLm4KywqmtvAPnSD8dGsb\n";

TEST_F(KeyFileTest, IsWrittenForItsOwnerOnly) {
  const mode_t before = umask(0);
  const auto written = write_key_file(path_, some_key());
  umask(before);
  ASSERT_TRUE(written) << written.error().message;
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  EXPECT_EQ(content(), kGolden);
  const auto key = read_key_file(path_);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->kind, "officer");
  EXPECT_EQ(key->name, "hr.kim");
  EXPECT_EQ(key->secret.bytes(), some_key().secret.bytes());
}

TEST_F(KeyFileTest, EveryKindComesBack) {
  for (const char* kind : {"officer", "ledger", "node", "vault"}) {
    const fs::path path = directory_ / kind;
    const KeyFile key{kind, "ledger.example/행정", Secret::random()};
    ASSERT_TRUE(write_key_file(path, key));
    const auto read = read_key_file(path);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->name, key.name);
    EXPECT_EQ(read->secret.bytes(), key.secret.bytes());
  }
}

TEST_F(KeyFileTest, IsNeverOverwritten) {
  ASSERT_TRUE(write_key_file(path_, some_key()));
  const auto again = write_key_file(path_, {"officer", "hr.kim", Secret::random()});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, Fault::misuse);
  EXPECT_EQ(again.error().code, "key.exists");
  EXPECT_EQ(content(), kGolden);
  // Not even where a link leads.
  const fs::path link = directory_ / "link";
  fs::create_symlink(directory_ / "elsewhere", link);
  EXPECT_FALSE(write_key_file(link, some_key()));
  EXPECT_FALSE(fs::exists(directory_ / "elsewhere"));
}

TEST_F(KeyFileTest, IsRefusedWhereOthersMayReadOrWriteIt) {
  put(kGolden);
  for (const mode_t mode : {0640, 0604, 0644, 0660, 0602, 0620, 0601, 0610, 0777}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    const auto key = read_key_file(path_);
    ASSERT_FALSE(key) << std::oct << mode;
    EXPECT_EQ(key.error().fault, Fault::misuse);
    EXPECT_EQ(key.error().code, "key.file_mode");
    EXPECT_NE(key.error().message.find("chmod 600 " + path_.string()), std::string::npos);
  }
  for (const mode_t mode : {0600, 0400}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    EXPECT_EQ(outcome(), "read") << std::oct << mode;
  }
}

TEST_F(KeyFileTest, IsRefusedWhereAnotherUserOwnsIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  put(kGolden);
  ASSERT_EQ(chown(path_.c_str(), 65534, 65534), 0);
  EXPECT_EQ(outcome(), "key.file_owner");
}

TEST_F(KeyFileTest, IsARegularFile) {
  EXPECT_EQ(outcome(), "key.missing");
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(outcome(), "key.file_type");
  fs::remove(path_);
  fs::create_directory(path_, directory_);
  ASSERT_EQ(chmod(path_.c_str(), 0700), 0);
  EXPECT_EQ(outcome(), "key.file_type");
  EXPECT_EQ(write_key_file(directory_ / "absent" / "key", some_key()).error().code, "key.missing");
}

TEST_F(KeyFileTest, OtherFormsAreMalformed) {
  const std::string golden(kGolden);
  const std::string line = golden.substr(golden.find('\n') + 1, 64);
  const std::string head = "sillok-key/v1 officer hr.kim\n";
  put(golden);
  ASSERT_EQ(outcome(), "read");
  const std::string texts[] = {"",
                               "\n",
                               head,
                               head + "\n",
                               golden.substr(0, golden.size() - 1),
                               golden + "\n",
                               golden + " ",
                               golden + golden,
                               "\n" + golden,
                               " " + golden,
                               head + "\n" + line + "\n",
                               head + line + "\r\n",
                               "sillok-key/v2 officer hr.kim\n" + line + "\n",
                               "sillok-key/v1 officer\n" + line + "\n",
                               "sillok-key/v1 officer \n" + line + "\n",
                               "sillok-key/v1 officer  hr.kim\n" + line + "\n",
                               "sillok-key/v1 officer hr.kim \n" + line + "\n",
                               "sillok-key/v1 officer hr kim\n" + line + "\n",
                               "sillok-key/v1 Officer hr.kim\n" + line + "\n",
                               "sillok-key/v1  hr.kim\n" + line + "\n",
                               "sillok-key/v1 officer hr.kim\r\n" + line + "\n",
                               "sillok-key/v1 officer " + std::string(256, 'n') + "\n" + line + "\n",
                               head + line.substr(4) + "\n",
                               head + line + "AAAA\n",
                               head + " " + line.substr(1) + "\n",
                               head + line.substr(0, 63) + "=\n",
                               head + line.substr(0, 62) + "==\n",
                               head + "-" + line.substr(1) + "\n",
                               golden + std::string(5000, '\n'),
                               std::string("sillok-key/v1 officer hr\0kim\n", 29) + line + "\n"};
  for (const std::string& text : texts) {
    put(text);
    const auto key = read_key_file(path_);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().fault, Fault::malformed) << text;
    EXPECT_EQ(key.error().where, path_.string());
  }
}

TEST_F(KeyFileTest, EveryFlippedBitIsFound) {
  for (std::size_t bit = 0; bit < 8 * kGolden.size(); ++bit) {
    std::string text(kGolden);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    put(text);
    const std::string code = outcome();
    EXPECT_TRUE(code == "key.damaged" || code == "key.malformed") << bit << ' ' << code;
  }
}

TEST_F(KeyFileTest, ErrorsNeverShowTheKey) {
  std::string text(kGolden);
  text[text.size() - 2] = 'X';
  put(text);
  const auto key = read_key_file(path_);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, "key.damaged");
  EXPECT_EQ(key.error().message.find("AAEC"), std::string::npos);
}

TEST_F(KeyFileTest, OnlyNamesThatCanBeReadBackAreWritten) {
  for (const char* name : {"", "hr kim", "hr+kim", "hr\nkim", "hr\xc2\xa0kim", "hr\xff"}) {
    const auto written = write_key_file(path_, {"officer", name, Secret::random()});
    ASSERT_FALSE(written) << name;
    EXPECT_EQ(written.error().code, "key.name");
  }
  EXPECT_EQ(write_key_file(path_, {"root", "hr.kim", Secret::random()}).error().code, "key.kind");
  EXPECT_FALSE(fs::exists(path_));
}

}  // namespace
}  // namespace sillok

// Recorded bytes are read by every later release, so a schema may only grow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/ledger/event/schema_gate.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using testing::SchemaGate;

std::string read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  EXPECT_TRUE(in) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const reflection::Schema& schema_in(const std::string& bytes) {
  flatbuffers::Verifier verifier{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  EXPECT_TRUE(reflection::VerifySchemaBuffer(verifier));
  return *reflection::GetSchema(bytes.data());
}

// The binary schema of a schema text, as flatc would write it.
std::string compile(const std::string& text) {
  flatbuffers::IDLOptions options;
  options.binary_schema_comments = true;
  options.binary_schema_builtins = true;
  flatbuffers::Parser parser{options};
  EXPECT_TRUE(parser.Parse(text.c_str())) << parser.error_;
  parser.Serialize();
  return {reinterpret_cast<const char*>(parser.builder_.GetBufferPointer()), parser.builder_.GetSize()};
}

const fs::path kSource = paths::source_dir() / "schemas";

TEST(Schema, FollowsEveryReleaseBeforeIt) {
  int compared = 0;
  for (const auto& release : fs::directory_iterator{kSource / "frozen"}) {
    for (const auto& file : fs::directory_iterator{release}) {
      SCOPED_TRACE(file.path().string());
      const std::string frozen = read_file(file.path());
      const std::string now = read_file(paths::schema_dir() / file.path().filename());
      EXPECT_THAT(SchemaGate(schema_in(frozen), schema_in(now)).breaches(), IsEmpty());
      ++compared;
    }
  }
  EXPECT_GE(compared, 3) << "act, order and envelope of at least one release";
}

struct Mutation {
  const char* name;
  const char* schema;
  const char* from;
  const char* to;
};

std::string mutate(const Mutation& mutation) {
  std::string text = read_file(kSource / mutation.schema);
  const auto at = text.find(mutation.from);
  EXPECT_NE(at, std::string::npos) << "nothing to mutate";
  if (at != std::string::npos) text.replace(at, std::strlen(mutation.from), mutation.to);
  return compile(text);
}

std::vector<std::string> breaches_of(const Mutation& mutation) {
  const std::string frozen = compile(read_file(kSource / mutation.schema));
  const std::string now = mutate(mutation);
  return SchemaGate(schema_in(frozen), schema_in(now)).breaches();
}

TEST(Schema, GateSeesEveryWayToBreakOldBytes) {
  const Mutation mutations[] = {
      {"a field renamed", "act.fbs", "probation_months:long", "trial_months:long"},
      {"the last field deleted", "act.fbs", "  source_recorded_at:long = null (id: 8);", ""},
      {"a required mark dropped", "act.fbs", "series:string (id: 3, required)", "series:string (id: 3)"},
      {"a required mark added", "act.fbs", "post:string (id: 5)", "post:string (id: 5, required)"},
      {"a default added", "act.fbs", "percent:long = null (id: 3)", "percent:long = 100 (id: 3)"},
      {"a default changed", "envelope.fbs", "SignatureAlgorithm = ed25519", "SignatureAlgorithm = none"},
      {"two ids swapped", "order.fbs",
       "order:string (id: 0, required);        // unique per authority\n  authority:string (id: 1, required)",
       "order:string (id: 1, required);\n  authority:string (id: 0, required)"},
      {"a type changed", "order.fbs", "issued_on:int", "issued_on:uint"},
      {"another identifier", "order.fbs", "\"SLKO\"", "\"SLKQ\""},
      {"another root", "order.fbs", "root_type OrderHeader", "root_type Evidence"},
      {"the union reordered", "act.fbs", "  Resigned,\n  Died,", "  Died,\n  Resigned,"},
      {"a member of the union gone", "act.fbs", "DeliveryConfirmed,\n  DataKeyDestroyed", "DeliveryConfirmed"},
      {"an enum value renumbered", "order.fbs", "system = 2, paper = 3", "paper = 2, system = 3"},
      {"an enum value renamed", "act.fbs", "facts = 11", "deeds = 11"},
      {"a longer struct", "act.fbs", "bytes:[ubyte:16]", "bytes:[ubyte:20]"},
      {"an alignment dropped", "envelope.fbs", "(id: 7, required, force_align: 8)", "(id: 7, required)"},
      {"a new required field", "act.fbs", "table Career {", "table Career {\n  note:string (id: 4, required);"},
  };
  for (const Mutation& mutation : mutations) {
    SCOPED_TRACE(mutation.name);
    EXPECT_FALSE(breaches_of(mutation).empty());
  }
}

TEST(Schema, GateSeesARenamedTable) {
  std::string text = read_file(kSource / "order.fbs");
  const std::string frozen = compile(text);
  for (std::size_t at = 0; (at = text.find("[Evidence]", at)) != std::string::npos;) text.replace(at, 10, "[Exhibit]");
  text.replace(text.find("table Evidence "), 15, "table Exhibit ");
  const std::string now = compile(text);
  EXPECT_THAT(SchemaGate(schema_in(frozen), schema_in(now)).breaches(),
              ::testing::Contains("sillok.wire.Evidence is gone"));
}

TEST(Schema, GateLetsSchemasGrow) {
  const Mutation additions[] = {
      {"nothing", "act.fbs", "table Career {", "table Career {"},
      {"a field at the end", "act.fbs", "percent:long = null (id: 3);",
       "percent:long = null (id: 3);\n  note:string (id: 4);"},
      {"a word at the end", "act.fbs", "number = 13", "number = 13,\n  remark = 14"},
      {"an act at the end", "act.fbs", "  RootsChanged\n}", "  RootsChanged,\n  Career\n}"},
      {"a table", "order.fbs", "table Evidence {", "table Annex {\n  title:string (id: 0);\n}\n\ntable Evidence {"},
  };
  for (const Mutation& addition : additions) {
    SCOPED_TRACE(addition.name);
    EXPECT_THAT(breaches_of(addition), IsEmpty());
  }
}

}  // namespace
}  // namespace sillok

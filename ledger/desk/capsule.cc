#include "ledger/desk/capsule.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "ledger/crypto/hash.h"
#include "ledger/desk/capsule_form.h"
#include "ledger/event/json_members.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

constexpr std::string_view kSignedDomain = "sillok-capsule/v1/signed\n", kCustodyDomain = "sillok-custody/v1\n";
constexpr std::size_t kHoldersMax = 1'000;

tl::unexpected<Error> malformed(const char* what) {
  return fail(Fault::malformed, "capsule.malformed", "", std::string{what} + "; ask for the capsule again");
}

std::optional<std::string> text_of(const boost::json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string{found->as_string()};
}

std::optional<std::vector<std::string>> texts_of(const boost::json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  if (found == nullptr || !found->is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& each : found->as_array()) {
    if (!each.is_string()) return std::nullopt;
    out.emplace_back(each.as_string());
  }
  return out;
}

// Written as we write it: what is hashed and signed can be said in one way only.
std::optional<Instant> instant_in(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant && to_string(*instant) == text ? instant : std::nullopt;
}

boost::json::array array_of(const std::vector<std::string>& texts) {
  boost::json::array out;
  for (const std::string& each : texts) out.push_back(boost::json::value(each));
  return out;
}

std::string custody_lines(const Custody& custody) {
  return fmt::format("by {}\nkey {}\nat {}\nnote {}\n", custody.holder, to_base64(view(custody.key)),
                     to_string(custody.at), custody.note);
}

Bytes custody_message(const Hash& before, const std::string& lines) {
  return Bytes{kCustodyDomain} + Bytes{view(before)} + lines;
}

template <std::size_t N>
bool take_base64(std::optional<std::string_view> text, std::array<std::uint8_t, N>& out) {
  const auto bytes = text ? from_base64(*text) : Result<Bytes>{Bytes{}};
  if (!bytes || bytes->size() != N) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

Result<Custody> read_custody(std::string_view part) {
  PartReader reader{part};
  Custody custody;
  const auto by = reader.line("by"), key = reader.line("key"), at = reader.line("at"), note = reader.line("note"),
             signature = reader.line("signed");
  const auto instant = at ? instant_in(*at) : std::nullopt;
  if (!by || !is_line(*by) || !instant || !note || !is_line(*note) || !take_base64(key, custody.key) ||
      !take_base64(signature, custody.signature) || !reader.is_done())
    return malformed("a holder's entry is cut short, or something else stands there");
  custody.holder = *by;
  custody.note = *note;
  custody.at = *instant;
  return custody;
}

}  // namespace

std::string write_manifest(const CapsuleManifest& manifest) {
  return boost::json::serialize(boost::json::object{{"origin", manifest.origin},
                                                    {"genesis", to_hex(view(manifest.genesis))},
                                                    {"purpose", manifest.purpose},
                                                    {"made_by", manifest.made_by},
                                                    {"made_at", to_string(manifest.made_at)},
                                                    {"persons", array_of(manifest.persons)},
                                                    {"opened", array_of(manifest.opened)},
                                                    {"as_of", to_string(manifest.as_of)},
                                                    {"known_at", to_string(manifest.known_at)},
                                                    {"size", manifest.size},
                                                    {"root", to_hex(view(manifest.root))}});
}

Result<CapsuleManifest> parse_manifest(std::string_view json) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(boost::json::string_view{json.data(), json.size()}, error);
  if (error || !parsed.is_object() || !has_members_once(json))
    return malformed("its manifest is no JSON object, or says something twice");
  const auto& object = parsed.as_object();
  const auto origin = text_of(object, "origin"), purpose = text_of(object, "purpose"), by = text_of(object, "made_by"),
             made_at = text_of(object, "made_at"), as_of = text_of(object, "as_of"),
             known_at = text_of(object, "known_at");
  const auto persons = texts_of(object, "persons"), opened = texts_of(object, "opened");
  const auto genesis = hash_from_hex(text_of(object, "genesis").value_or("")),
             root = hash_from_hex(text_of(object, "root").value_or(""));
  const auto* size = object.if_contains("size");
  boost::json::error_code inexact;
  if (!origin || !purpose || !by || !made_at || !as_of || !known_at || !persons || !opened || !genesis || !root ||
      size == nullptr || !(size->is_int64() || size->is_uint64()))
    return malformed("its manifest lacks a member");
  if (!is_line(*purpose) || !is_line(*by)) return malformed("purpose and made_by are a line each");
  CapsuleManifest manifest{*origin, *genesis, *purpose, *by, {}, *persons, *opened, {}, {}, 0, *root};
  const auto made = instant_in(*made_at), known = instant_in(*known_at);
  const auto day = parse_date(*as_of);
  manifest.size = size->to_number<std::uint64_t>(inexact);
  if (!made || !known || !day || inexact) return malformed("a day, an instant or a size of its manifest is none");
  manifest.made_at = *made;
  manifest.known_at = *known;
  manifest.as_of = *day;
  return manifest;
}

std::string write_capsule(const Capsule& capsule, const Signer& ledger) {
  std::string out{kCapsuleHeader};
  out += write_part("manifest", capsule.manifest);
  out += write_part("trust", capsule.trust);
  for (const std::string& each : capsule.keys) out += write_part("key", each);
  for (const Capsule::Person& each : capsule.persons) {
    out += write_part("person", each.proof);
    out += write_part("record", each.record);
  }
  for (const OpenedField& each : capsule.opened)
    out += fmt::format("opened {} {} {}\n", each.position, each.field, to_base64(each.key));
  for (const std::string& each : capsule.reads) out += write_part("read", each);
  const Signature signature = ledger.sign(capsule_message(out));
  return out + fmt::format("signed {}\n", to_base64(view(signature)));
}

Bytes capsule_message(std::string_view before) { return Bytes{kSignedDomain} + Bytes{view(sha256(before))}; }

Result<CapsuleForm> parse_capsule(std::string_view text) {
  if (!text.starts_with(kCapsuleHeader)) return malformed("no case capsule");
  PartReader reader{text};
  // The first line is a word alone; it was looked at.
  reader.skip(kCapsuleHeader.size());
  CapsuleForm form;
  const auto manifest = reader.part("manifest"), trust = reader.part("trust");
  if (!manifest || !trust) return malformed("no manifest, or no trust file beside it");
  form.capsule.manifest = *manifest;
  form.capsule.trust = *trust;
  while (reader.is_next("key")) {
    const auto key = reader.part("key");
    if (!key) return malformed("an act on keys is cut short");
    form.capsule.keys.emplace_back(*key);
  }
  while (reader.is_next("person")) {
    const auto proof = reader.part("person"), record = reader.part("record");
    if (!proof || !record) return malformed("a person is cut short");
    form.capsule.persons.push_back({std::string{*proof}, std::string{*record}});
  }
  while (reader.is_next("opened")) {
    const std::string_view line = reader.line("opened").value_or("");
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    const auto position = parse_note_number(line.substr(0, first));
    const auto key = last == line.npos ? Result<Bytes>{Bytes{}} : from_base64(line.substr(last + 1));
    if (!position || first == last || !key || key->size() != sizeof(Hash))
      return malformed("an opened field has no position, name and key");
    form.capsule.opened.push_back({*position, std::string{line.substr(first + 1, last - first - 1)}, *key});
  }
  while (reader.is_next("read")) {
    const auto read = reader.part("read");
    if (!read) return malformed("a read is cut short");
    form.capsule.reads.emplace_back(*read);
  }
  form.signed_part = reader.read_so_far();
  if (!take_base64(reader.line("signed"), form.signature)) return malformed("the ledger's signature is missing");
  RunningHash hash;
  std::size_t hashed = 0;
  while (!reader.is_done()) {
    const std::string_view before = reader.read_so_far();
    const auto part = reader.part("custody");
    if (!part) return malformed("something stands behind its end");
    if (form.custody.size() == kHoldersMax) return malformed("more than 1,000 holders");
    hash.add(before.substr(hashed));
    hashed = before.size();
    SILLOK_TRY(custody, read_custody(*part));
    const bool holds =
        verify_signature(custody.key, custody_message(hash.so_far(), custody_lines(custody)), view(custody.signature));
    form.broken_custody = form.broken_custody || !holds;
    form.custody.push_back(std::move(custody));
  }
  return form;
}

Result<std::string> hand_over(std::string text, const std::string& holder, const std::string& note, Instant at,
                              const Signer& signer) {
  SILLOK_CHECK(parse_capsule(text));
  if (!is_note_name(holder) || !is_line(note) || note.empty())
    return fail(Fault::misuse, "capsule.custody", "--note", "a holder's name and note are one line of text each");
  Custody custody{holder, note, at, signer.public_key(), {}};
  const std::string lines = custody_lines(custody);
  const Signature signature = signer.sign(custody_message(sha256(text), lines));
  text += write_part("custody", lines + fmt::format("signed {}\n", to_base64(view(signature))));
  return text;
}

Result<std::string> trust_in_capsule(std::string_view text) {
  SILLOK_TRY(form, parse_capsule(text));
  return form.capsule.trust;
}

}  // namespace sillok
